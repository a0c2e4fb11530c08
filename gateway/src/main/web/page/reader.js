/** Reading a paper note by note, on the whole screen. */
import { html, nothing } from 'lit';
import { openDialog } from './form.js';
import { Part } from './part.js';
import { say, sentenceOf } from './speech.js';
import { stuck } from './stickers.js';
import { FACES, languageOf, nameOf, REACTIONS } from './style.js';
import { t } from './words.js';

/** @typedef {import('./note.js').Item} Item */

const SWIPE = 45;

class Reader extends Part {
  static properties = { at: { state: true }, notes: { attribute: false } };

  constructor() {
    super();
    /** @type {Item[]} */
    this.notes = [];
    this.at = 0;
    /** @type {import('./api.js').PaperApi|null} the recipient's, who answers to notes */
    this.api = null;
    this.close = () => {};
    this.thank = () => {};
    this.theme = 'confetti';
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('keydown', this.#key);
    let from = 0;
    this.addEventListener('touchstart', (event) => { from = event.touches[0].clientX; }, { passive: true });
    this.addEventListener('touchend', (event) => {
      const far = event.changedTouches[0].clientX - from;
      if (Math.abs(far) > SWIPE) this.#go(far < 0 ? 1 : -1);
    });
  }

  render() {
    const note = this.notes[this.at];
    if (!note) return this.#end();
    const long = note.text.length > 220 ? ' long' : '';
    return html`<div class="reader theme-${this.theme}">
      <button class="quiet round reader-close" aria-label=${t('dismiss')} @click=${this.close}>✕</button>
      <p class="reader-place" aria-live="polite">${t('noteOf', { n: this.at + 1, all: this.notes.length })}</p>
      <article class="note big colour-${note.color} font-${note.font}${long}" tabindex="-1">
        <span class="tape" aria-hidden="true"></span>
        <p class="words" dir="auto" lang=${languageOf(note.text) ?? nothing}>${note.text}</p>
        <p class="author" dir="auto">${t('by', { name: nameOf(note.author) })}</p>
        ${note.stickers?.length ? html`<span class="stickers">${stuck(note.stickers)}</span>` : nothing}
        ${!this.api && note.reaction ? html`<span class="reaction" role="img" aria-label=${t(`reaction:${note.reaction}`)}>${FACES[note.reaction]}</span>` : nothing}
      </article>
      ${this.api ? html`<div class="reactions" role="group" aria-label=${t('react')}>${REACTIONS.map((each) => html`<button class="face-button" aria-pressed=${note.reaction === each} aria-label=${t(`reaction:${each}`)} @click=${() => this.#react(note, each)}>${FACES[each]}</button>`)}</div>` : nothing}
      <div class="reader-way"><button class="quiet" ?disabled=${!this.at} @click=${() => this.#go(-1)}>${t('previous')}</button><button class="main" @click=${() => this.#go(1)}>${t(this.at + 1 < this.notes.length ? 'next' : 'toEnd')}</button></div>
    </div>`;
  }

  #end() {
    return html`<div class="reader reader-end theme-${this.theme}">
      <p class="reader-heart" aria-hidden="true">♥</p><h2 tabindex="-1">${t('readAll', { n: this.notes.length })}</h2>
      <div class="row centered"><button class="quiet" @click=${() => { this.at = 0; }}>${t('fromStart')}</button>
      ${this.api ? html`<button class="main" @click=${() => { this.close(); this.thank(); }}>${t('thank')}</button>` : html`<button class="main" @click=${this.close}>${t('dismiss')}</button>`}</div>
      ${this.api ? html`<p><button class="link" @click=${this.close}>${t('wholePaper')}</button></p>` : nothing}</div>`;
  }

  /** @param {number} by */
  #go(by) {
    this.at = Math.min(this.notes.length, Math.max(0, this.at + by));
    void this.updateComplete.then(() => this.querySelector(this.at < this.notes.length ? 'article' : 'h2')?.focus?.());
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#go(by);
  };

  /** @param {Item} note @param {string} reaction */
  async #react(note, reaction) {
    const before = note.reaction;
    const after = before === reaction ? null : reaction;
    this.#show(note.id, after);
    try {
      await (after ? this.api?.react(note.id, after) : this.api?.unreact(note.id));
    } catch (problem) {
      this.#show(note.id, before ?? null);
      say(sentenceOf(problem));
    }
  }

  /** @param {string} id @param {string|null} reaction */
  #show(id, reaction) {
    this.notes = this.notes.map((note) => (note.id === id ? { ...note, reaction } : note));
  }
}

customElements.define('rp-reader', Reader);

/** @param {Item[]} notes @param {any} about @param {import('./api.js').PaperApi|null} api @param {() => void} thank */
export function openReader(notes, about, api, thank) {
  const reader = /** @type {Reader} */ (document.createElement('rp-reader'));
  Object.assign(reader, { notes, api, thank, theme: about.theme });
  openDialog(t('reading'), (close) => {
    reader.close = close;
    return reader;
  }, 'full');
}
