/** What stands at the top of every view: the language, the letters, and the way in or out. */
import { html, nothing } from 'lit';
import { user } from './api.js';
import { Part } from './part.js';
import { sign } from './signs.js';
import { again } from './way.js';
import { locale, switchLanguage, t } from './words.js';

/** Who comes by a link needs neither at once. */
const letters = () => import('./letters.js');
const openDoor = async () => (await import('./door.js')).openDoor();

class Strip extends Part {
  static properties = { unread: { state: true } };
  /** @type {(() => void)|undefined} */
  #deaf;

  constructor() {
    super();
    this.unread = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    if (user()) void this.#listen();
  }

  async #listen() {
    const { onLetters, unread } = await letters();
    if (!this.isConnected) return;
    this.unread = unread();
    this.#deaf = onLetters(() => { this.unread = unread(); });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#deaf?.();
  }

  render() {
    const count = this.unread;
    return html`
      <button class="quiet" lang=${locale() === 'ko' ? 'en' : 'ko'} @click=${() => { switchLanguage(); again(); }}>${t('other')}</button>
      ${user()
        ? html`<a class="button quiet icon bell" href="/inbox" aria-label=${count ? t('inboxNew', { n: count }) : t('inbox')}>
            ${sign('mail')}${count ? html`<span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>` : nothing}</a>
          <a class="button quiet icon" href="/account" aria-label=${t('accountOf', { name: user()?.name })}>${sign('person')}</a>`
        : html`<button class="quiet" @click=${openDoor}>${t('signIn')}</button>`}`;
  }}

customElements.define('rp-strip', Strip);
