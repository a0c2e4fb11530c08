/** The way to a paper: by its link, by a letter, by an account. */
import { html, nothing } from 'lit';
import { PaperApi, user } from './api.js';
import { failure, field, submitting } from './form.js';
import { Part } from './part.js';
import { sign } from './signs.js';
import { slips } from './slips.js';
import { sentenceOf } from './speech.js';
import { wordOf } from './style.js';
import { again } from './way.js';
import { t } from './words.js';

/** The board is the greater part of the page, and is fetched while somebody still stands at the door. */
const board = () => import('./board.js');
const letter = () => import('./letter.js');

/** @typedef {{is: 'waiting'}|{is: 'shut', why: string}|{is: 'door', preview: any}|{is: 'letter', about: any, sealed: boolean}|{is: 'board', about: any}} View */

class PaperPage extends Part {
  static properties = { view: { state: true } };

  constructor() {
    super();
    this.paperId = '';
    /** @type {View} */
    this.view = { is: 'waiting' };
    this.api = /** @type {PaperApi} */ (/** @type {unknown} */ (undefined));
  }

  connectedCallback() {
    super.connectedCallback();
    this.api = new PaperApi(this.paperId);
    void this.#look();
  }

  get #secret() {
    return location.hash.slice(1);
  }

  async #look() {
    try {
      this.view = this.#secret ? await this.#byLink() : await this.#asKnown();
    } catch (/** @type {any} */ problem) {
      this.view = { is: 'shut', why: this.#secret && problem.status === 404 ? t('deadLink') : sentenceOf(problem) };
    }
  }

  /** @returns {Promise<View>} */
  async #byLink() {
    const preview = await this.api.preview(this.#secret);
    document.title = `${preview.title} — ${t('brand')}`;
    const reveals = ['reveal', 'recipient'].includes(preview.kind);
    if (await this.#isKnown(reveals ? ['recipient'] : preview.kind === 'write' ? ['owner', 'writer'] : ['owner', 'writer', 'reader'])) {
      this.#forgetSecret();
      return this.#asKnown();
    }
    void this.updateComplete.then(() => setTimeout(() => board().catch(() => {}), 1000));
    if (!reveals) return { is: 'door', preview };
    const sealed = preview.state !== 'delivered';
    const [about] = await Promise.all([sealed ? this.api.envelope().catch(() => ({})) : {}, letter()]);
    return { is: 'letter', sealed, about: { recipientName: preview.recipientName, theme: preview.theme, ...about } };
  }

  /** Whether whoever comes has been here before, so that nobody is asked for a name twice. @param {string[]} roles */
  async #isKnown(roles) {
    if (!this.api.guest && !user()) return false;
    try {
      return roles.includes((await this.api.open()).role);
    } catch {
      return false;
    }
  }

  /** The secret has done its work and need not stay in sight. */
  #forgetSecret() {
    history.replaceState(null, '', location.pathname);
  }

  /** @returns {Promise<View>} */
  async #asKnown() {
    try {
      const [about] = await Promise.all([this.api.open(), board()]);
      if (about.state === 'cancelled' && about.role !== 'owner') return { is: 'shut', why: t('nowCancelled') };
      document.title = `${about.title} — ${t('brand')}`;
      return { is: 'board', about };
    } catch (/** @type {any} */ problem) {
      if (![401, 403, 404].includes(problem.status)) throw problem;
      return (await this.#envelope()) ?? { is: 'shut', why: t('needLink') };
    }
  }

  /** What everybody may see of a paper that is on its way. @returns {Promise<View|null>} */
  async #envelope() {
    const [about] = await Promise.all([this.api.envelope().catch(() => null), letter()]);
    if (!about || about.state === 'delivered' || about.state === 'cancelled') return null;
    return { is: 'letter', sealed: true, about: about };
  }

  render() {
    const { view } = this;
    switch (view.is) {
      case 'waiting': return html`<p class="waiting">${t('loading')}</p>`;
      case 'shut': return html`<section class="card narrow center shut">${sign('lost')}<p role="alert">${view.why}</p><div class="row centered"><button class="quiet" @click=${again}>${t('tryAgain')}</button><a class="button" href="/">${t('home')}</a></div></section>`;
      case 'door': return this.#door(view.preview);
      case 'letter': return html`<rp-letter .about=${view.about} .sealed=${view.sealed} .open=${() => this.#open(view.about.recipientName)} @due=${() => this.#look()}></rp-letter>`;
      case 'board': return html`<rp-board .api=${this.api} .about=${view.about} @shut=${(/** @type {CustomEvent} */ { detail }) => { this.view = { is: 'shut', why: detail }; }}></rp-board>`;
      default: return nothing;
    }
  }

  /** @param {any} preview */
  #door(preview) {
    const writes = preview.kind === 'write';
    return html`<section class="card narrow door">
      <div class="band theme-${preview.theme}" aria-hidden="true">${slips(5)}</div>
      <p class="eyebrow">${t(wordOf(preview.occasion))}</p>
      <h1 dir="auto">${preview.title}</h1>
      <p class="lead">${t(writes ? 'invited' : 'invitedRead', { name: preview.recipientName })}</p>
      <form @submit=${submitting(({ name }) => this.#enter(name))}>
        ${field(t('askName'), 'name', { required: !preview.anonymous, most: 40, autocomplete: 'nickname', hint: preview.anonymous ? t('nameless') : undefined, value: user()?.name ?? this.api.guest?.name ?? '' })}
        <button type="submit" class="main wide">${t(writes ? 'enter' : 'enterRead')}</button>
        ${failure}
      </form></section>`;
  }

  /** @param {string} name */
  async #enter(name) {
    await this.api.enter(this.#secret, name);
    this.#forgetSecret();
    again();
  }

  /** @param {string} name */
  async #open(name) {
    await this.api.enter(this.#secret, name);
    this.#forgetSecret();
    this.api = new PaperApi(this.paperId);
    await this.#look();
  }
}

customElements.define('rp-paper', PaperPage);
