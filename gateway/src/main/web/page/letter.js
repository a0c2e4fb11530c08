/** A paper as a letter: sealed and counting down, or ready to be opened. */
import { html, nothing } from 'lit';
import { failure, submitting } from './form.js';
import { Part, variables } from './part.js';
import { left, spoken } from './times.js';
import { t } from './words.js';

const OPENING = 2600;
const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

class Letter extends Part {
  static properties = { about: { attribute: false }, sealed: { attribute: false }, opening: { state: true }, now: { state: true } };
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #clock;
  #skip = () => {};

  constructor() {
    super();
    /** @type {{recipientName: string, theme: string, deliverAt?: string|null, zone?: string}} */
    this.about = { recipientName: '', theme: 'confetti' };
    this.sealed = true;
    this.opening = false;
    this.now = Date.now();
    /** @type {() => Promise<void>} */
    this.open = async () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(() => {
      if (!this.sealed || !this.about.deliverAt) return;
      const before = this.now;
      this.now = Date.now();
      const due = Date.parse(this.about.deliverAt);
      // What is due comes within seconds; it is looked for now and then until it is there.
      if (this.now > due && (before <= due || Math.floor(this.now / 5000) !== Math.floor(before / 5000))) this.dispatchEvent(new Event('due'));
    }, 1000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    this.#skip();
  }

  render() {
    const { about, sealed, opening } = this;
    return html`<section class="letter theme-${about.theme ?? 'confetti'}">
      <div class="envelope${opening ? ' opening' : ''}" aria-hidden="true"><span class="sheet"></span><span class="pocket"></span><span class="flap"></span><span class="wax">♥</span>
        ${opening ? Array.from({ length: 18 }, (_, index) => html`<span class="petal petal-${index % 5}" ${variables({ way: `${(index * 47) % 360}deg`, far: `${8 + ((index * 29) % 9)}rem`, wait: `${(index % 6) * 60}ms` })}></span>`) : nothing}</div>
      <div class="letter-words"><h1>${t('letter', { name: about.recipientName })}</h1>
      ${sealed ? this.#waiting() : html`<form @submit=${submitting(() => this.#unseal())}>
        <p>${t('letterFrom')}</p>
        ${opening ? html`<button type="button" class="quiet" @click=${() => this.#skip()}>${t('skipOpening')}</button>` : html`<button type="submit" class="main">${t('openLetter')}</button>`}
        ${failure}</form>`}</div>
    </section>`;
  }

  #waiting() {
    const { deliverAt, zone } = this.about;
    if (!deliverAt) return html`<p>${t('letterWait')}</p>`;
    const { days, hours, minutes, seconds } = left(Date.parse(deliverAt) - this.now);
    const part = (/** @type {number} */ value, /** @type {string} */ word) => html`<span class="count"><b>${String(value).padStart(2, '0')}</b><small>${t(word)}</small></span>`;
    return html`<p>${t('letterAt', { at: spoken(deliverAt, zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone) })}</p>
      <div class="countdown" role="timer" aria-label=${t('countdown')}>${days ? part(days, 'days') : nothing}${part(hours, 'hours')}${part(minutes, 'minutes')}${part(seconds, 'seconds')}</div>`;
  }

  async #unseal() {
    if (!still()) {
      this.opening = true;
      await new Promise((resolve) => {
        this.#skip = () => resolve(undefined);
        setTimeout(resolve, OPENING);
      });
    }
    try {
      await this.open();
    } finally {
      this.opening = false;
    }
  }
}

customElements.define('rp-letter', Letter);
