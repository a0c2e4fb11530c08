/** One note on a paper: its words, its stickers, whose it is, and what may be done with it. */
import { html, nothing } from 'lit';
import { tint } from './company.js';
import { Part } from './part.js';
import { stuck } from './stickers.js';
import { FACES, languageOf, nameOf } from './style.js';
import { t } from './words.js';

/**
 * @typedef {object} Item a note as it is shown
 * @property {string} id
 * @property {{id: string, name: string}} author
 * @property {string} text
 * @property {string} color
 * @property {string} font
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} rotation
 * @property {string} z
 * @property {string} createdAt
 * @property {import('./stickers.js').Sticker[]} [stickers]
 * @property {boolean} [hidden] from everybody but the owner and whoever wrote it
 * @property {string|null} [reaction] of the recipient
 * @property {number} rank from the back to the front
 * @property {boolean} [mine]
 * @property {boolean} [draft] not on the paper yet
 * @property {boolean} [written] being written right now
 * @property {boolean} [saving]
 *
 * @typedef {object} Rights what may be done with a note here
 * @property {boolean} change its words and looks
 * @property {boolean} move
 * @property {boolean} hide
 */

/** @param {Item|undefined} one @param {Item|undefined} other */
const differ = (one, other) => !one || !other || Object.keys({ ...one, ...other }).some((key) => {
  const [before, after] = [/** @type {any} */ (one)[key], /** @type {any} */ (other)[key]];
  return before !== after && (typeof after !== 'object' || JSON.stringify(before) !== JSON.stringify(after));
});

/** Tells the paper what somebody wants done. @param {Element} from @param {string} what @param {string} note @param {number|string} [value] */
export const want = (from, what, note, value) => from.dispatchEvent(new CustomEvent('want', { bubbles: true, detail: { what, note, value } }));

export class Note extends Part {
  static properties = { item: { attribute: false, hasChanged: differ }, rights: { attribute: false }, chosen: { type: Boolean } };

  constructor() {
    super();
    this.item = /** @type {Item} */ (/** @type {unknown} */ (undefined));
    /** @type {Rights} */
    this.rights = { change: false, move: false, hide: false };
    this.chosen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'listitem');
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    const { item, rights } = this;
    const before = changed.get('item');
    const held = this.classList.contains('held');
    // What somebody else moves glides; what the window's size moves does not.
    const glides = !held && Boolean(before) && (before.x !== item.x || before.y !== item.y || before.rotation !== item.rotation || before.width !== item.width);
    const names = { mine: item.mine, movable: rights.move, draft: item.draft, written: item.written, 'on-the-way': item.saving, veiled: item.hidden };
    this.className = ['note', `colour-${item.color}`, `font-${item.font}`, ...Object.entries(names).filter(([, is]) => is).map(([name]) => name),
      ...(held ? ['held'] : []), ...(this.chosen ? ['chosen'] : []), ...(glides || (this.classList.contains('glides') && !held) ? ['glides'] : [])].join(' ');
    for (const [key, value] of Object.entries({ x: item.x, y: item.y, w: item.width, turn: `${item.rotation}deg`, rank: item.rank })) this.style.setProperty(`--${key}`, String(value));
    // What is only being written is for the eyes: read aloud letter by letter it would be noise.
    this.toggleAttribute('inert', Boolean(item.draft && !item.mine));
    this.dataset.note = item.id;
    if (rights.move || rights.hide) {
      this.tabIndex = 0;
      this.setAttribute('aria-description', item.draft ? t('draftPlace') : rights.change ? t('moveNote') : rights.move ? t('moveOnly') : '');
    } else {
      this.removeAttribute('tabindex');
      this.removeAttribute('aria-description');
    }
  }

  render() {
    const { item } = this;
    return html`<span class="tape" aria-hidden="true"></span>
      <p class="words" dir="auto" lang=${languageOf(item.text) ?? nothing}>${item.text}</p>
      <p class="author ${tint(item.author.id)}" dir="auto">${item.draft && !item.mine ? t('draftBy', { name: nameOf(item.author) }) : t('by', { name: nameOf(item.author) })}</p>
      ${item.stickers?.length ? html`<span class="stickers">${stuck(item.stickers)}</span>` : nothing}
      ${item.reaction ? html`<span class="reaction" role="img" aria-label=${t(`reaction:${item.reaction}`)}>${FACES[item.reaction]}</span>` : nothing}
      ${item.hidden ? html`<span class="veil">${t('hiddenNote')}</span>` : nothing}
      ${this.#tools()}`;
  }

  #tools() {
    const { item, rights } = this;
    if (item.draft || !(rights.move || rights.hide)) return nothing;
    const button = (/** @type {string} */ what, /** @type {string} */ sign, /** @type {number} */ value = 0) => html`<button class="tool tool-${what}" title=${t(`do:${what}`)}
      aria-label=${t('doTo', { what: t(`do:${what}`), name: nameOf(item.author) })} @click=${() => want(this, what, item.id, value)}><span aria-hidden="true">${sign}</span></button>`;
    return html`<span class="tools" role="group" aria-label=${t('tools')}>
      ${rights.change ? button('edit', '✎') : nothing}
      ${rights.move ? html`<span class="shaping">${button('turnLeft', '↶', -5)}${button('turnRight', '↷', 5)}${button('smaller', '−', -20)}${button('bigger', '＋', 20)}${button('front', '⤒')}${button('back', '⤓')}</span>` : nothing}
      ${rights.hide ? button(item.hidden ? 'show' : 'hide', item.hidden ? '◉' : '◌') : nothing}
      ${rights.move ? button('remove', '✕') : nothing}</span>
      ${rights.move ? html`<span class="handle turner" aria-hidden="true" data-handle="turn"></span><span class="handle sizer" aria-hidden="true" data-handle="size"></span>` : nothing}`;
  }
}

customElements.define('rp-note', Note);

