/** The sheet on which a note is written. It leaves the paper in sight, and what is begun is there again after a closed tab. */
import { html, nothing } from 'lit';
import { choices, failure, submitting } from './form.js';
import { Part, variables } from './part.js';
import { tell } from './speech.js';
import { KINDS, MOST_STICKERS, picture, presentableStickers, USUAL_SIZE } from './stickers.js';
import { clamp, COLOURS, FONT_NAMES, FONTS } from './style.js';
import { t } from './words.js';

/**
 * @typedef {{text: string, color: string, font: string, stickers: import('./stickers.js').Sticker[]}} Draft
 * @typedef {object} Task
 * @property {string|null} keeper under which name what is begun is kept; none while a note is edited
 * @property {Draft} first
 * @property {boolean} editing
 * @property {(draft: Draft) => void} changed
 * @property {(draft: Draft) => Promise<void>} save
 * @property {() => void} closed
 */

const MOST_LETTERS = 4000;

class Composer extends Part {
  static properties = { color: { state: true }, font: { state: true }, stickers: { state: true }, held: { state: true } };
  /** @type {Element|null} */
  #before = null;
  #restored = false;

  constructor() {
    super();
    this.task = /** @type {Task} */ (/** @type {unknown} */ (undefined));
    this.text = '';
    this.color = 'butter';
    this.font = 'gaegu';
    /** @type {import('./stickers.js').Sticker[]} */
    this.stickers = [];
    /** the sticker that is being handled */
    this.held = -1;
  }

  connectedCallback() {
    super.connectedCallback();
    const { first, keeper, editing } = this.task;
    const begun = keeper ? JSON.parse(localStorage.getItem(keeper) ?? 'null') : null;
    Object.assign(this, first, begun, { stickers: presentableStickers(begun?.stickers ?? first.stickers) });
    this.#restored = Boolean(begun?.text);
    this.#before = document.activeElement;
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-label', t(editing ? 'edit' : 'write'));
    this.className = 'sheet-of-writing';
    document.body.classList.add('composing');
    this.addEventListener('keydown', this.#key);
  }

  firstUpdated() {
    const words = this.#words;
    words.focus({ preventScroll: true });
    words.setSelectionRange(words.value.length, words.value.length);
    this.task.changed(this.draft);
    if (this.#restored) tell(t('restored'));
  }

  get #words() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
  }

  /** @returns {Draft} */
  get draft() {
    const { text, color, font, stickers } = this;
    return { text, color, font, stickers };
  }

  render() {
    const { editing } = this.task;
    return html`<div class="sheet-top"><h2>${t(editing ? 'edit' : 'write')}</h2>
        <button class="quiet small" @click=${() => this.close(true)}>${t(editing ? 'dismiss' : 'moreWriting')}</button></div>
      <form class="composer" @submit=${submitting(() => this.#save())}>
        <div class="writing-note colour-${this.color} font-${this.font}">
          <label class="unseen" for="words">${t('yourNote')}</label>
          <textarea id="words" name="text" required rows="4" maxlength=${MOST_LETTERS} placeholder=${t('noteHint')} .defaultValue=${this.text} @input=${this.#type}></textarea>
          <div class="stickers" role="group" aria-label=${t('yourStickers')}>${this.stickers.map((each, index) => this.#sticker(each, index))}</div>
        </div>
        <div class="looks">
          ${choices(t('colour'), 'color', COLOURS, this.color, (each) => html`<span class="swatch colour-${each}"></span>`, (color) => this.#wear({ color }))}
          ${choices(t('font'), 'font', FONTS, this.font, (each) => html`<span class="swatch hand font-${each}" aria-hidden="true">가A</span>`, (font) => this.#wear({ font }), (each) => FONT_NAMES[each])}
          <fieldset class="choices palette"><legend>${t('stickers')}<small>${t('stickersHint', { n: this.stickers.length, most: MOST_STICKERS })}</small></legend>
            ${KINDS.map((kind) => html`<button type="button" class="stick" aria-label=${t('stick', { what: t(`sticker:${kind}`) })} title=${t(`sticker:${kind}`)} ?disabled=${this.stickers.length >= MOST_STICKERS}
              @click=${() => this.#stick(kind)}>${picture(kind)}</button>`)}</fieldset>
        </div>
        <div class="row end deeds-of-writing">
          <button type="button" class="quiet" @click=${() => this.close(false)}>${t(editing ? 'cancel' : 'discard')}</button>
          <button type="submit" class="main">${t(editing ? 'saveEdit' : 'save')}</button>
        </div>
        ${failure}
      </form>`;
  }

  /** @param {import('./stickers.js').Sticker} sticker @param {number} index */
  #sticker({ kind, x, y, size, rotation }, index) {
    return html`<button type="button" class="sticker" aria-label=${t(`sticker:${kind}`)} aria-description=${t('stickerKeys')} ${variables({ sx: `${x}%`, sy: `${y}%`, size, turn: `${rotation}deg` })}
      @pointerdown=${(/** @type {PointerEvent} */ event) => this.#drag(event, index)} @focus=${() => { this.held = index; }} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#nudge(event, index)}>${picture(kind)}</button>
      ${this.held === index ? html`<span class="sticker-tools${y > 55 ? ' above' : ''}" ${variables({ sx: `${x}%`, sy: `${y}%`, size })}>
        ${[['do:turnRight', '↷', { rotation: 15 }], ['do:bigger', '＋', { size: 6 }], ['do:smaller', '−', { size: -6 }]].map(([word, sign, by]) => html`<button type="button" aria-label=${t(/** @type {string} */ (word))} @click=${() => this.#by(index, /** @type {any} */ (by))}>${sign}</button>`)}
        <button type="button" aria-label=${t('do:remove')} @click=${() => this.#peel(index)}>✕</button></span>` : nothing}`;
  }

  #type = (/** @type {InputEvent} */ event) => {
    this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.#changed();
  };

  /** @param {Partial<Draft>} looks */
  #wear(looks) {
    Object.assign(this, looks);
    this.#changed();
  }

  /** @param {string} kind */
  #stick(kind) {
    const places = [[84, 14], [14, 84], [86, 82], [12, 14], [50, 88], [90, 48], [8, 50], [50, 10]];
    const [x, y] = places[this.stickers.length % places.length];
    this.held = this.stickers.length;
    this.#wear({ stickers: [...this.stickers, { kind, x, y, size: USUAL_SIZE, rotation: 0 }] });
    tell(t('stuck', { what: t(`sticker:${kind}`) }));
  }

  /** @param {number} index @param {Partial<import('./stickers.js').Sticker>} change */
  #lay(index, change) {
    this.#wear({ stickers: this.stickers.map((each, at) => (at === index ? { ...each, ...change } : each)) });
  }

  /** @param {number} index @param {{x?: number, y?: number, size?: number, rotation?: number}} by */
  #by(index, { x = 0, y = 0, size = 0, rotation = 0 }) {
    const now = this.stickers[index];
    this.#lay(index, {
      x: clamp(now.x + x, 0, 100, 50), y: clamp(now.y + y, 0, 100, 50), size: clamp(now.size + size, 16, 64, USUAL_SIZE),
      rotation: ((now.rotation + rotation + 540) % 360) - 180,
    });
  }

  /** @param {number} index */
  #peel(index) {
    this.held = -1;
    this.#wear({ stickers: this.stickers.filter((_, at) => at !== index) });
    this.#words.focus();
  }

  /** @param {PointerEvent} down @param {number} index */
  #drag(down, index) {
    down.preventDefault();
    const button = /** @type {HTMLElement} */ (down.currentTarget);
    const box = /** @type {HTMLElement} */ (button.parentElement).getBoundingClientRect();
    button.focus({ preventScroll: true });
    this.held = index;
    button.setPointerCapture(down.pointerId);
    const { x, y } = this.stickers[index];
    const move = (/** @type {PointerEvent} */ event) => this.#lay(index, {
      x: Math.round(clamp(x + ((event.clientX - down.clientX) / box.width) * 100, 0, 100, 50)),
      y: Math.round(clamp(y + ((event.clientY - down.clientY) / box.height) * 100, 0, 100, 50)),
    });
    button.addEventListener('pointermove', move);
    button.addEventListener('lostpointercapture', () => button.removeEventListener('pointermove', move), { once: true });
  }

  /** @param {KeyboardEvent} event @param {number} index */
  #nudge(event, index) {
    const step = /** @type {Record<string, object>} */ ({
      ArrowLeft: { x: -4 }, ArrowRight: { x: 4 }, ArrowUp: { y: -4 }, ArrowDown: { y: 4 }, '+': { size: 4 }, '=': { size: 4 }, '-': { size: -4 }, '[': { rotation: -15 }, ']': { rotation: 15 },
    })[event.key];
    if (step) this.#by(index, step);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#peel(index);
    else return;
    event.preventDefault();
  }

  #changed() {
    const { keeper, changed } = this.task;
    if (keeper) {
      if (this.text.trim()) localStorage.setItem(keeper, JSON.stringify(this.draft));
      else localStorage.removeItem(keeper);
    }
    changed(this.draft);
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') this.close(true);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.querySelector('form')?.requestSubmit();
  };

  async #save() {
    await this.task.save(this.draft);
    this.close(false);
  }

  /** @param {boolean} keep what is begun */
  close(keep) {
    const { keeper, closed } = this.task;
    if (keeper && !keep) localStorage.removeItem(keeper);
    this.remove();
    document.body.classList.remove('composing');
    closed();
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus({ preventScroll: true });
  }
}

customElements.define('rp-composer', Composer);

/** @param {Task} task */
export function openComposer(task) {
  const composer = /** @type {Composer} */ (document.createElement('rp-composer'));
  composer.task = task;
  document.body.append(composer);
  return composer;
}
