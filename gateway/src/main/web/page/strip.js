/** What stands at the top of every view: the language, the letters, and the way in or out. */
import { html, nothing } from 'lit';
import { signOut, user } from './api.js';
import { openDoor } from './door.js';
import { onLetters, unread } from './letters.js';
import { Part } from './part.js';
import { say, sentenceOf } from './speech.js';
import { again, go } from './way.js';
import { locale, switchLanguage, t } from './words.js';

class Strip extends Part {
  /** @type {(() => void)|undefined} */
  #deaf;

  connectedCallback() {
    super.connectedCallback();
    this.#deaf = onLetters(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#deaf?.();
  }

  render() {
    const count = unread();
    return html`
      <button class="quiet" lang=${locale() === 'ko' ? 'en' : 'ko'} @click=${() => { switchLanguage(); again(); }}>${t('other')}</button>
      ${user()
        ? html`<a class="button quiet bell" href="/inbox" aria-label=${count ? t('inboxNew', { n: count }) : t('inbox')}>
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3 6.5h18v11H3zM3 7l9 7 9-7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/></svg>
            ${count ? html`<span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>` : nothing}</a>
          <button class="quiet" @click=${this.#leave}>${t('signOut')}</button>`
        : html`<button class="quiet" @click=${openDoor}>${t('signIn')}</button>`}`;
  }

  async #leave() {
    await signOut().catch((/** @type {unknown} */ problem) => say(sentenceOf(problem)));
    go('/');
  }
}

customElements.define('rp-strip', Strip);
