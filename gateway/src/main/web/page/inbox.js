/** The inbox of the account, live. */
import { html, nothing } from 'lit';
import { inbox, markRead, user } from './api.js';
import { lookAgain, onLetters } from './letters.js';
import { Part } from './part.js';
import { sentenceOf, tell } from './speech.js';
import { spoken, ownZone } from './times.js';
import { knows, t } from './words.js';
import './door.js';

class Inbox extends Part {
  static properties = { letters: { state: true }, next: { state: true }, problem: { state: true } };
  /** @type {(() => void)|undefined} */
  #deaf;

  constructor() {
    super();
    /** @type {any[]|null} */
    this.letters = null;
    /** @type {string|undefined} */
    this.next = undefined;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('inbox')} — ${t('brand')}`;
    if (!user()) return;
    void this.#load();
    this.#deaf = onLetters(() => void this.#renew());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#deaf?.();
  }

  async #load() {
    try {
      const page = await inbox(this.next);
      this.letters = [...(this.letters ?? []), ...page.items];
      this.next = page.next ?? undefined;
    } catch (problem) {
      this.problem = sentenceOf(problem);
    }
  }

  async #renew() {
    const page = await inbox().catch(() => ({ items: [] }));
    const known = new Set((this.letters ?? []).map(({ id }) => id));
    const fresh = page.items.filter((/** @type {any} */ { id }) => !known.has(id));
    if (!fresh.length) return;
    this.letters = [...fresh, ...(this.letters ?? [])];
    tell(t('newLetter'));
  }

  render() {
    if (!user()) return html`<section class="card narrow"><rp-door></rp-door></section>`;
    return html`<section class="middle"><h1>${t('inbox')}</h1>
      ${this.problem ? html`<p class="failure" role="alert">${this.problem}</p>` : nothing}
      ${this.letters === null ? nothing : this.letters.length ? html`<ul class="letters">${this.letters.map(this.#letter)}</ul>` : html`<p class="nothing">${t('noLetters')}</p>`}
      ${this.next ? html`<p class="center"><button class="quiet" @click=${this.#load}>${t('more')}</button></p>` : nothing}</section>`;
  }

  #letter = (/** @type {any} */ letter) => {
    const word = `letter:${letter.kind}`;
    return html`<li class=${letter.readAt ? 'letter-entry' : 'letter-entry fresh'}>
      <a href=${`/p/${encodeURIComponent(letter.paperId)}`} @click=${() => this.#read(letter)}>
        <strong dir="auto">${knows(word) ? t(word, { title: letter.title }) : letter.title}</strong>
        <time datetime=${letter.at}>${spoken(letter.at, ownZone())}</time></a></li>`;
  };

  /** @param {any} letter */
  #read(letter) {
    if (!letter.readAt) void markRead(letter.id).then(lookAgain, () => {});
  }
}

customElements.define('rp-inbox', Inbox);
