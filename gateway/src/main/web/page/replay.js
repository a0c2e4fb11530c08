/** A paper being written once more, from its ledger. */
import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { openDialog } from './form.js';
import { apply, stacking } from './live/board.js';
import { Part } from './part.js';
import { nameOf } from './style.js';
import { spoken } from './times.js';
import { t } from './words.js';
import './note.js';

/** @typedef {import('./live/board.js').Op} Op @typedef {import('./live/board.js').Note} Note */

const PAGE = 500;
const LENGTH = 20_000; // the whole paper takes no longer, however much was written
const SLOWEST = 900;
const NOTHING = { change: false, move: false, hide: false };

/** The notes after each entry that is to be seen. @param {Op[]} ops */
function scenesOf(ops) {
  /** @type {Map<string, Note>} */
  const notes = new Map();
  /** @type {{at: string, name: string, notes: Note[]}[]} */
  const scenes = [];
  // A note that was deleted later is passed over: what is no longer on the paper is nobody's to see.
  const deleted = new Set(ops.flatMap(({ d }) => d.filter(({ m }) => m === 'del').map(({ note }) => note)));
  const hidden = new Set();
  for (const { d } of ops) for (const { m, note } of d) if (m === 'hide') hidden.add(note); else if (m === 'show') hidden.delete(note);
  for (const op of ops) {
    apply(notes, op);
    if (!op.d.some(({ note }) => note && !deleted.has(note) && !hidden.has(note))) continue;
    scenes.push({ at: op.at, name: nameOf(op.author), notes: [...notes.values()].filter(({ id }) => !deleted.has(id) && !hidden.has(id)) });
  }
  return scenes;
}

class Replay extends Part {
  static properties = { at: { state: true }, plays: { state: true } };
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  constructor() {
    super();
    /** @type {ReturnType<typeof scenesOf>} */
    this.scenes = [];
    /** @type {any} */
    this.about = {};
    this.at = 0;
    this.plays = false;
    this.close = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#play();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #play() {
    if (this.at >= this.scenes.length - 1) this.at = 0;
    this.plays = true;
    const pause = Math.min(SLOWEST, LENGTH / this.scenes.length);
    const step = () => {
      this.at = Math.min(this.at + 1, this.scenes.length - 1);
      if (this.at >= this.scenes.length - 1) this.plays = false;
      else this.#timer = setTimeout(step, pause);
    };
    this.#timer = setTimeout(step, pause);
  }

  #pause() {
    clearTimeout(this.#timer);
    this.plays = false;
  }

  render() {
    const { scenes, at, about } = this;
    const scene = scenes[at];
    const ranked = [...scene.notes].sort(stacking).map((note, rank) => /** @type {any} */ ({ ...note, rank }));
    return html`<div class="replay">
      <div class="replay-bar">
        <button class="main round" aria-label=${t(this.plays ? 'pause' : 'play')} @click=${() => (this.plays ? this.#pause() : this.#play())}>${this.plays ? '❚❚' : '▶'}</button>
        <input type="range" min="0" max=${scenes.length - 1} .value=${String(at)} aria-label=${t('replay')} aria-valuetext=${spoken(scene.at, about.zone)}
          @input=${(/** @type {InputEvent} */ { target }) => { this.#pause(); this.at = Number(/** @type {HTMLInputElement} */ (target).value); }}>
        <span class="replay-at">${spoken(scene.at, about.zone)} · ${scene.name}</span>
        <button class="quiet round" aria-label=${t('dismiss')} @click=${this.close}>✕</button></div>
      <div class="frame flat" tabindex="0" role="region" aria-label=${t('replay')}><div class="board theme-${about.theme}" role="list">
        ${repeat(ranked, ({ id }) => id, (item) => html`<rp-note .item=${item} .rights=${NOTHING}></rp-note>`)}</div></div>
    </div>`;
  }

  updated() {
    const board = this.querySelector('.board');
    if (!(board instanceof HTMLElement)) return;
    const scale = 1000 / (board.clientWidth || 1000);
    const depth = Math.max(620, ...[...board.querySelectorAll('rp-note')].map((note) => /** @type {any} */ (note).item.y + /** @type {HTMLElement} */ (note).offsetHeight * scale + 60));
    board.style.setProperty('--deep', String(Math.ceil(depth / 40) * 40));
    board.style.setProperty('--zoom', '1');
  }
}

customElements.define('rp-replay', Replay);

/** Reads the whole ledger. @param {import('./api.js').PaperApi} api @returns {Promise<Op[]>} */
async function ledgerOf(api) {
  /** @type {Op[]} */
  const all = [];
  for (let since = ''; ;) {
    const { epoch, from, ops } = await api.history(since, PAGE);
    ops.forEach((/** @type {any} */ op, /** @type {number} */ index) => all.push({ ...op, seq: from + index }));
    if (ops.length < PAGE) return all;
    since = `${epoch}:${from + ops.length - 1}`;
  }
}

/** @param {import('./api.js').PaperApi} api @param {any} about */
export async function openReplay(api, about) {
  const scenes = scenesOf(await ledgerOf(api));
  if (!scenes.length) return;
  const replay = /** @type {Replay} */ (document.createElement('rp-replay'));
  Object.assign(replay, { scenes, about });
  openDialog(t('replay'), (close) => {
    replay.close = close;
    return replay;
  }, 'full');
}
