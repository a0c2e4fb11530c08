/** Signing up and signing in: one box with two sides. */
import { html, nothing } from 'lit';
import { signIn, signUp } from './api.js';
import { failure, field, openDialog, submitting } from './form.js';
import { Part } from './part.js';
import { again } from './way.js';
import { t } from './words.js';

class Door extends Part {
  static properties = { fresh: { type: Boolean } };

  constructor() {
    super();
    this.fresh = false;
  }

  render() {
    const { fresh } = this;
    return html`<h2>${t(fresh ? 'signUp' : 'signIn')}</h2>
      <form @submit=${submitting(async ({ email, password, name }) => {
        await (fresh ? signUp(email, password, name) : signIn(email, password));
        this.closest('dialog')?.close();
        again();
      })}>
        ${fresh ? field(t('name'), 'name', { required: true, most: 80, autocomplete: 'name' }) : nothing}
        ${field(t('email'), 'email', { type: 'email', required: true, most: 254, autocomplete: 'email' })}
        ${field(t('password'), 'password', { type: 'password', required: true, least: fresh ? 10 : undefined, autocomplete: fresh ? 'new-password' : 'current-password', hint: fresh ? t('passwordHint') : undefined })}
        <button type="submit" class="main wide">${t(fresh ? 'signUp' : 'signIn')}</button>
        ${failure}
      </form>
      <p class="center"><button class="link" @click=${this.#turn}>${t(fresh ? 'haveAccount' : 'noAccount')}</button></p>`;
  }

  async #turn() {
    this.fresh = !this.fresh;
    await this.updateComplete;
    this.querySelector('input')?.focus();
  }
}

customElements.define('rp-door', Door);

export const openDoor = () => openDialog(t('signIn'), (close) => html`<rp-door></rp-door>
  <p class="center"><button class="link" @click=${close}>${t('dismiss')}</button></p>`);
