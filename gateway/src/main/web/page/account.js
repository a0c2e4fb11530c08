/** One's own account: who one is here, another password, and the way out. */
import { html } from 'lit';
import { changePassword, signOut, user } from './api.js';
import { failure, field, submitting } from './form.js';
import { Part } from './part.js';
import { say, sentenceOf } from './speech.js';
import { go } from './way.js';
import { t } from './words.js';
import './door.js';

class Account extends Part {
  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('account')} — ${t('brand')}`;
  }

  render() {
    const known = user();
    if (!known) return html`<section class="card narrow"><rp-door></rp-door></section>`;
    return html`<section class="card narrow">
        <h1 class="hello">${t('account')}</h1>
        <p class="whose"><strong dir="auto">${known.name}</strong><span>${known.email}</span></p>
        <button class="quiet" @click=${this.#leave}>${t('signOut')}</button>
        <h2>${t('changePassword')}</h2>
        <form @submit=${submitting((values, form) => this.#change(values, form))}>
          <input hidden type="email" name="username" autocomplete="username" .value=${known.email}>
          ${field(t('current'), 'current', { type: 'password', required: true, autocomplete: 'current-password' })}
          ${field(t('fresh'), 'password', { type: 'password', required: true, least: 10, autocomplete: 'new-password', hint: t('passwordHint') })}
          <button type="submit" class="main wide">${t('changePassword')}</button>
          ${failure}
        </form></section>`;
  }

  /** @param {Record<string, string>} values @param {HTMLFormElement} form */
  async #change({ current, password }, form) {
    await changePassword(current, password);
    form.reset();
    say(t('passwordChanged'));
  }

  async #leave() {
    await signOut().catch((/** @type {unknown} */ problem) => say(sentenceOf(problem)));
    go('/');
  }
}

customElements.define('rp-account', Account);
