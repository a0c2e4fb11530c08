/** A paper that is written together, as it is seen: the notes, and what everybody is doing to them right now. */
import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { company, newsOfConnection, newsOfNotes } from './company.js';
import { openComposer } from './composer.js';
import { ask, copying, openDialog } from './form.js';
import { bounded, pinching, pressed, take } from './handling.js';
import { behind, inFront, stacking } from './live/board.js';
import { browserStorage, Outbox } from './live/outbox.js';
import { Paper } from './live/paper.js';
import { Part } from './part.js';
import { openReader } from './reader.js';
import { timesOf } from './settings.js';
import { sign } from './signs.js';
import { say, sentenceOf } from './speech.js';
import { presentableStickers } from './stickers.js';
import { clamp, COLOURS, FONTS, nameOf, USUAL_WIDTH, WIDE } from './style.js';
import { Veiled } from './veiled.js';
import { countOfNotes, knows, t } from './words.js';
import './note.js';

/** @typedef {import('./note.js').Item} Item @typedef {import('./note.js').Note} NoteElement */

const COLUMNS = 4;
const BIG = '(min-width: 720px)';
const LEAST_DEPTH = 620;
const LEAST_DEPTH_TO_READ = 330;
const ASKEW = 16; // nobody puts a note exactly where it belongs
const BLANK = { text: '', color: 'butter', font: 'gaegu', width: USUAL_WIDTH, rotation: 0 };

/** What others send of what they do is not checked by the ledger: it is looked at before it is shown. @param {Record<string, any>} s */
const presentable = (s) => ({
  ...(typeof s.text === 'string' ? { text: s.text.slice(0, 4000) } : {}),
  ...(COLOURS.includes(s.color) ? { color: s.color } : {}),
  ...(FONTS.includes(s.font) ? { font: s.font } : {}),
  ...(s.stickers ? { stickers: presentableStickers(s.stickers) } : {}),
  ...Object.fromEntries(/** @type {[string, number, number][]} */ ([['x', 0, WIDE], ['y', 0, 100_000], ['width', 80, WIDE], ['rotation', -45, 45]])
    .filter(([key]) => Number.isFinite(s[key])).map(([key, low, high]) => [key, clamp(s[key], low, high, 0)])),
});

class Board extends Part {
  static properties = { zoom: { state: true }, whole: { state: true }, chosen: { state: true }, thanks: { state: true } };
  /** @type {Map<string, any>} what this person is writing or moving, by note */
  #own = new Map();
  /** @type {ReturnType<typeof openComposer>|null} */
  #composer = null;
  /** @type {{id: string|null, done: string|null}|null} the note that is being written */
  #writing = null;
  /** @type {Map<string, {of: string, height: number}>} */
  #heights = new Map();
  /** @type {Set<string>} */
  #known = new Set();
  #knownBefore = false;
  #due = false;
  #news = newsOfNotes();
  #connectionNews = newsOfConnection();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #settling;
  #away = new AbortController();
  #state = '';
  #readonly = false;
  #depth = 0;
  /** @type {Veiled|null} */
  #veiled = null;

  constructor() {
    super();
    this.api = /** @type {import('./api.js').PaperApi} */ (/** @type {unknown} */ (undefined));
    /** @type {any} what is known of the paper besides its notes */
    this.about = null;
    /** @type {Paper|null} */
    this.paper = null;
    this.zoom = 1;
    /** whether a narrow window shows the whole paper instead of a column */
    this.whole = false;
    this.chosen = '';
    /** @type {any[]} */
    this.thanks = [];
  }

  async connectedCallback() {
    super.connectedCallback();
    const author = this.api.author();
    this.#veiled = new Veiled(this.api, () => this.#hear());
    const { store, claims } = await browserStorage();
    const outbox = await Outbox.open({ paper: this.api.id, author: this.api.keeper, store, claims });
    this.paper = new Paper({
      url: this.api.socketUrl, outbox, author, state: this.about.state, role: this.about.role, ticket: this.api.ticket,
      call: (method, path, options) => this.api.call(method, path, /** @type {any} */ (options)),
      listener: { changed: () => this.#hear(), refused: (refusal) => this.#refused(refusal), ended: (code) => this.#over(code) },
    });
    if (!this.isConnected) return void this.paper.close();
    this.#state = this.paper.state;
    const { connection } = this.paper;
    const until = { signal: this.#away.signal };
    addEventListener('online', () => connection.hurry(), until);
    addEventListener('offline', () => connection.probe(), until);
    addEventListener('resize', () => { this.#heights.clear(); this.#hear(); }, until);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      connection.hurry();
      connection.probe();
    }, until);
    matchMedia(BIG).addEventListener('change', () => this.requestUpdate(), until);
    this.paper.start();
    this.requestUpdate();
    if (this.about.state === 'delivered') void this.#listenToThanks();
    return undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#away.abort();
    this.#composer?.close(true);
    this.#news.end();
    this.paper?.close();
  }

  async #listenToThanks() {
    const word = await this.api.thanks().catch(() => null);
    this.thanks = word ? [word] : [];
  }

  /* --- what is to be seen --- */

  /** Draws at most once a frame. */
  #hear() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.requestUpdate();
    });
  }

  get #writes() {
    return this.paper?.state === 'open' && ['owner', 'writer'].includes(this.paper.role);
  }

  get #owner() {
    return this.paper?.role === 'owner';
  }

  get #flat() {
    return this.whole || matchMedia(BIG).matches;
  }

  /** @param {{author: {id: string}}} note */
  #mine = (note) => note.author.id === this.paper?.author.id;

  /** Everything that lies on the paper, in the order in which it is read. @returns {Item[]} */
  #items() {
    const paper = /** @type {Paper} */ (this.paper);
    const notes = /** @type {any[]} */ (paper.notes()).filter((note) => !note.hidden || this.#owner || this.#mine(note));
    const items = new Map(notes.map((note, rank) => [note.id, /** @type {Item} */ ({
      ...note, ...(note.hidden ? this.#veiled?.of(note) : null), rank, mine: this.#mine(note), saving: paper.isSaving(note.id),
    })]));
    const lay = (/** @type {string} */ note, /** @type {any} */ s, /** @type {Partial<Item>} */ more) => {
      const item = items.get(note);
      if (item) items.set(note, { ...item, ...presentable(s), ...more });
    };
    for (const { note, s } of paper.drags()) lay(note, { x: s.x, y: s.y, width: s.width, rotation: s.rotation }, {});
    for (const { note, s, name, author: id } of [...paper.drafts()].sort((one, other) => (one.session < other.session ? -1 : 1))) {
      if (items.has(note)) lay(note, s, { written: true });
      else if (paper.state === 'open') items.set(note, { ...slotOf(items.size), ...BLANK, ...presentable(s), id: note, author: { id, name }, draft: true, rank: 5_000, createdAt: '~', z: '~' });
    }
    for (const [note, s] of this.#own) {
      if (items.has(note)) lay(note, s, {});
      else items.set(note, { ...slotOf(items.size), ...BLANK, ...s, id: note, author: paper.author, draft: true, mine: true, rank: 6_000, createdAt: '~~', z: '~' });
    }
    return [...items.values()].sort((one, other) => (one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : stacking(one, other)));
  }

  /** @param {Item} item @returns {import('./note.js').Rights} */
  #rights(item) {
    const mine = Boolean(item.mine);
    return { change: this.#writes && mine, move: this.#writes && (mine || this.#owner) && !(item.draft && !mine), hide: this.#owner && !item.draft && !mine && this.paper?.state !== 'cancelled' };
  }

  render() {
    const { paper, about } = this;
    if (!paper) return nothing;
    const items = this.#items();
    const flat = this.#flat;
    return html`${this.#head(items)}
      ${this.#thanksView()}
      <div class="frame ${flat ? 'flat' : 'column'}" tabindex=${flat ? 0 : nothing} role="region" aria-label=${t('paperOf', { name: about.recipient.name })}>
        <div class="board theme-${about.theme}${this.#writes ? ' writable' : ''}" role="list" aria-label=${about.title} @click=${this.#tap}>
          ${repeat(items, ({ id }) => id, (item) => html`<rp-note .item=${item} .rights=${this.#rights(item)} .chosen=${item.id === this.chosen}
            @pointerdown=${this.#take} @keydown=${this.#press} @want=${this.#want}></rp-note>`)}
          ${items.length || !paper.loaded ? nothing : html`<p class="nothing" role="listitem">${t(this.#writes ? 'emptyBoard' : 'blank')}</p>`}
        </div>
      </div>
      ${this.#writes ? html`<p class="hint">${t(!flat ? 'columnHint' : matchMedia('(pointer: coarse)').matches ? 'touchHint' : 'boardHint')}</p>` : nothing}`;
  }

  /** @param {Item[]} items */
  #head(items) {
    const { about } = this;
    const paper = /** @type {Paper} */ (this.paper);
    const count = items.filter(({ draft }) => !draft).length;
    const narrow = !matchMedia(BIG).matches;
    const deed = (/** @type {string} */ word, /** @type {string} */ drawn, /** @type {() => void} */ does, kind = 'quiet') => html`<button class=${kind} @click=${does}>${sign(drawn)}${t(word)}</button>`;
    return html`<section class="paper-head">
      <p class="eyebrow">${t('to', { name: about.recipient.name })}</p><h1 dir="auto">${about.title}</h1>
      <p class="facts"><span class="state ${paper.state}">${t(paper.state)}</span>${paper.loaded || count ? countOfNotes(count) : ''}${timesOf({ ...about, state: paper.state }).map((words) => html`<span class="time">${words}</span>`)}</p>
      ${company(paper)}
      <div class="row deeds">
        ${this.#writes ? html`<button class="main write" ?disabled=${Boolean(this.#composer)} @click=${() => this.#compose()}>${sign('pen')}${t('write')}</button>` : nothing}
        ${count ? deed('read', 'read', () => this.#read(), paper.role === 'recipient' ? 'main' : 'quiet') : nothing}
        ${paper.state === 'delivered' && count ? deed('replay', 'replay', () => void this.#replay()) : nothing}
        ${paper.role === 'recipient' && paper.state === 'delivered' ? deed('thank', 'heart', () => this.#thank()) : nothing}
        ${this.#owner ? deed('manage', 'manage', () => void this.#manage()) : nothing}
        ${narrow && count ? html`<button class="quiet" aria-pressed=${this.whole} @click=${() => { this.whole = !this.whole; }}>${sign(this.whole ? 'column' : 'whole')}${t(this.whole ? 'asColumn' : 'asWhole')}</button>` : nothing}
        ${this.#flat ? html`<span class="zoom" role="group" aria-label=${t('zoom')}><button class="quiet round" aria-label=${t('zoomOut')} ?disabled=${this.zoom <= 1} @click=${() => this.#zoomBy(1 / 1.3)}>${sign('minus')}</button><button class="quiet round" aria-label=${t('zoomIn')} ?disabled=${this.zoom >= 3} @click=${() => this.#zoomBy(1.3)}>${sign('plus')}</button></span>` : nothing}
      </div></section>`;
  }

  #thanksView() {
    if (!this.thanks.length) return nothing;
    return html`<section class="thanks" aria-label=${t('thanksFrom', { name: this.about.recipient.name })}>
      ${this.thanks.map(({ text }) => html`<blockquote dir="auto">${text}</blockquote>`)}<p>${t('by', { name: this.thanks[0].name })}</p></section>`;
  }

  updated() {
    const paper = this.paper;
    if (!paper) return;
    this.#turned();
    if (paper.readonly && !this.#readonly) say(t('storeAway'));
    this.#readonly = paper.readonly;
    this.#connectionNews(paper.save.state);
    if (this.#writing?.done && !paper.isSaving(this.#writing.done)) this.#hush(this.#writing.done);
    const board = this.#sheet;
    board.style.setProperty('--zoom', String(this.zoom));
    this.#deepen(board);
    const frame = /** @type {HTMLElement & {pinches?: boolean}} */ (board.parentElement);
    if (!frame.pinches) {
      frame.pinches = true;
      pinching(frame, this);
    }
    for (const { item } of this.#notes()) {
      if (item.draft || this.#known.has(item.id)) continue;
      this.#known.add(item.id);
      if (this.#knownBefore && !item.mine) this.#news.hear(nameOf(item.author));
    }
    this.#knownBefore ||= paper.loaded;
  }

  get #sheet() {
    return /** @type {HTMLElement} */ (this.querySelector('.board'));
  }

  #notes() {
    return /** @type {NoteElement[]} */ ([...this.querySelectorAll('rp-note')]);
  }

  /** @param {string} id */
  #noteOf(id) {
    return this.#notes().find(({ item }) => item.id === id);
  }

  /** Makes the paper as deep as what lies on it; never shorter under somebody's hands. @param {HTMLElement} board */
  #deepen(board) {
    const scale = WIDE / (board.clientWidth || WIDE);
    let depth = this.#writes ? LEAST_DEPTH : LEAST_DEPTH_TO_READ;
    for (const note of this.#notes()) {
      const { id, text, font, width, y, draft } = note.item;
      const of = `${font} ${width} ${text} ${draft}`;
      let known = this.#heights.get(id);
      if (known?.of !== of) {
        known = { of, height: note.offsetHeight * scale };
        if (note.offsetHeight) this.#heights.set(id, known);
      }
      depth = Math.max(depth, y + known.height + 60);
    }
    if (this.#own.size) depth = Math.max(depth, this.#depth);
    this.#depth = Math.ceil(depth / 40) * 40;
    board.style.setProperty('--deep', String(this.#depth));
  }

  /** The paper takes a turn: said once, and nothing stays open that cannot be done any more. */
  #turned() {
    const paper = /** @type {Paper} */ (this.paper);
    if (this.#state === paper.state) return;
    this.#state = paper.state;
    this.about = { ...this.about, state: paper.state };
    this.#composer?.close(true);
    this.#own.clear();
    say(t({ sealed: 'nowSealed', delivered: 'nowDelivered', cancelled: 'nowCancelled' }[paper.state] ?? 'back'));
    if (paper.state === 'delivered') void this.#listenToThanks();
  }

  /** @param {number} factor */
  #zoomBy(factor) {
    this.zoom = clamp(this.zoom * factor, 1, 3, 1);
  }

  /* --- handling --- */

  get #hands() {
    return {
      scale: () => WIDE / this.#sheet.clientWidth,
      choose: (/** @type {NoteElement} */ note) => { this.chosen = note.item.id; },
      shape: (/** @type {NoteElement} */ note, /** @type {object} */ shape) => this.#shape(note, shape),
      settle: (/** @type {NoteElement} */ note, /** @type {boolean} */ moved) => void this.#settle(note, moved),
    };
  }

  #take = (/** @type {PointerEvent} */ event) => {
    const note = /** @type {NoteElement} */ (event.currentTarget);
    if (this.#flat && note.rights.move) take(event, note, this.#hands);
    else if (note.rights.hide) this.chosen = note.item.id;
  };

  #press = (/** @type {KeyboardEvent} */ event) => {
    const note = /** @type {NoteElement} */ (event.currentTarget);
    if (event.target !== note || event.ctrlKey || event.metaKey || event.altKey) return;
    const { item, rights } = note;
    if (event.key === 'Enter' && rights.change && !item.draft) this.#compose(item);
    else if (event.key === 'Delete' && rights.move && !item.draft) void this.#remove(item);
    else if (event.key === 'PageUp' && rights.move && !item.draft) this.#stack(item, true);
    else if (event.key === 'PageDown' && rights.move && !item.draft) this.#stack(item, false);
    else {
      const shape = rights.move ? pressed(event, this.#shapeOf(item)) : null;
      if (!shape) return;
      this.#shape(note, shape);
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => void this.#settle(note, false), 600);
    }
    event.preventDefault();
  };

  /** A note's shape as it is by now, which may be ahead of what is drawn. @param {Item} item @returns {Item} */
  #shapeOf(item) {
    return { ...item, ...this.#own.get(item.id) };
  }

  /** @param {NoteElement} note @param {object} shape */
  #shape({ item: { id, draft } }, shape) {
    const now = { ...this.#own.get(id), ...shape };
    this.#own.set(id, now);
    const { x, y, width, rotation } = now;
    this.paper?.say(`${draft ? 'draft' : 'drag'}:${id}`, draft ? now : { x, y, width, rotation });
    this.#hear();
  }

  /** What was moved is saved; on top when it was put down by hand. @param {NoteElement} note @param {boolean} onTop */
  async #settle({ item: { id, draft } }, onTop) {
    const now = this.#own.get(id);
    if (draft || !now) return;
    const { x, y, width, rotation, ...rest } = now;
    if (id === this.#writing?.id) this.#own.set(id, rest);
    else this.#own.delete(id);
    const shape = Object.fromEntries(Object.entries({ x, y, width, rotation, z: onTop ? this.#topmost(id) : undefined }).filter(([, value]) => value !== undefined));
    await this.#change((paper) => paper.set(id, shape));
    this.paper?.say(`drag:${id}`, null);
  }

  /** A stacking order in front of all others, when the note is not there already. @param {string} id */
  #topmost(id) {
    const paper = /** @type {Paper} */ (this.paper);
    const last = paper.notes().at(-1);
    if (!last || last.id === id) return undefined;
    const ahead = inFront(paper.replica.q + 1);
    return last.z < ahead ? ahead : last.z.length < 64 ? `${last.z}1` : undefined;
  }

  /** @param {Item} item @param {boolean} front */
  #stack({ id }, front) {
    const paper = /** @type {Paper} */ (this.paper);
    const [first] = paper.notes();
    const below = behind(paper.replica.q + 1);
    const z = front ? this.#topmost(id) : first && first.id !== id ? (below < first.z ? below : undefined) : undefined;
    if (z) void this.#change(() => paper.set(id, { z }));
  }

  #want = (/** @type {CustomEvent} */ { detail: { what, note: id, value } }) => {
    const note = this.#noteOf(id);
    if (!note) return;
    const { item } = note;
    switch (what) {
      case 'edit': return this.#compose(item);
      case 'remove': return void this.#remove(item);
      case 'hide': case 'show': return void this.#change((paper) => paper.change({ m: what, note: id }));
      case 'front': case 'back': return this.#stack(item, what === 'front');
      case 'turnLeft': case 'turnRight': this.#shape(note, bounded({ rotation: this.#shapeOf(item).rotation + value })); break;
      case 'smaller': case 'bigger': this.#shape(note, bounded({ width: this.#shapeOf(item).width + value })); break;
      default: return undefined;
    }
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#settle(note, false), 600);
    return undefined;
  };

  /** A tap on the bare paper begins a note there. */
  #tap = (/** @type {MouseEvent} */ event) => {
    const board = this.#sheet;
    if (event.target !== board) return;
    if (this.chosen) {
      this.chosen = '';
      return;
    }
    if (!this.#writes || !this.#flat || this.#composer) return;
    const box = board.getBoundingClientRect();
    const scale = WIDE / box.width;
    this.#compose(undefined, {
      x: Math.round(clamp((event.clientX - box.x) * scale - USUAL_WIDTH / 2, 10, WIDE - USUAL_WIDTH - 10, 10)),
      y: Math.round(clamp((event.clientY - box.y) * scale - 40, 20, 90_000, 20)),
    });
  };

  /* --- what a person does --- */

  /** @param {(paper: Paper) => Promise<unknown>} deed */
  async #change(deed) {
    try {
      await deed(/** @type {Paper} */ (this.paper));
    } catch (/** @type {any} */ problem) {
      say(problem.code ? t(`r:${problem.code}`) : t('notKept'));
    }
  }

  /** @param {Item} item */
  async #remove(item) {
    if (await ask(t('removeAsk'), t('do:remove'))) await this.#change((paper) => paper.remove(item.id));
  }

  /** The first place where nothing lies. */
  #freeSlot() {
    const taken = this.#notes().map(({ item: { id, x, y, width } }) => ({ x, y, width, height: this.#heights.get(id)?.height || 190 }));
    for (let index = 0; ; index++) {
      const slot = slotOf(index);
      if (taken.every(({ x, y, width, height }) => x + width < slot.x + 15 || x > slot.x + USUAL_WIDTH - 15 || y + Math.max(150, height) < slot.y + 15 || y > slot.y + 190)) return slot;
    }
  }

  /** @param {Item} [note] @param {{x: number, y: number}} [place] */
  #compose(note, place) {
    const paper = /** @type {Paper} */ (this.paper);
    this.#composer?.close(true);
    const id = note?.id ?? paper.newNoteId();
    const base = note ? {} : { ...BLANK, ...(place ?? askew(this.#freeSlot())), rotation: Math.round((Math.random() * 5 - 2.5) * 10) / 10 };
    const first = { text: note?.text ?? '', color: note?.color ?? COLOURS[paper.notes().length % COLOURS.length], font: note?.font ?? 'gaegu', stickers: note?.stickers ?? [] };
    let saved = false;
    let touched = false;
    this.#writing = { id, done: null };
    this.#composer = openComposer({
      keeper: note ? null : `rp.begun.${this.api.id} ${this.api.keeper}`, editing: Boolean(note), first,
      changed: (draft) => {
        const now = { ...base, ...this.#own.get(id), ...draft };
        this.#own.set(id, now);
        touched ||= Boolean(note) || draft.text !== '';
        if (touched) paper.say(`draft:${id}`, now);
        this.#hear();
      },
      save: async (draft) => {
        const { x, y, width, rotation } = { ...base, ...this.#own.get(id) };
        try {
          if (!note) await paper.add({ ...(draft.stickers.length ? draft : { text: draft.text, color: draft.color, font: draft.font }), x, y, width, rotation }, id);
          else {
            const changed = Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (first)[key]));
            if (changed.length) await paper.set(id, Object.fromEntries(changed));
          }
        } catch (/** @type {any} */ problem) {
          throw { sentence: () => t(problem.code ? `r:${problem.code}` : 'notKept') };
        }
        saved = true;
      },
      closed: () => {
        this.#composer = null;
        this.#own.delete(id);
        // The others keep seeing the words until the note itself is there.
        if (saved) this.#writing = { id: null, done: id };
        else this.#hush(id);
        this.#hear();
        if (saved && !note) this.#reveal(id);
      },
    });
    this.#hear();
    if (!note && this.#flat) this.#reveal(id);
  }

  /** Brings a note into sight; what is far away without a ride past everything that lies between. @param {string} id */
  #reveal(id) {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const note = this.#noteOf(id);
      if (!note) return;
      const { top, bottom } = note.getBoundingClientRect();
      const near = top > -innerHeight && bottom < 2 * innerHeight && !matchMedia('(prefers-reduced-motion: reduce)').matches;
      note.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: near ? 'smooth' : 'instant' });
    }));
  }

  /** @param {string} id */
  #hush(id) {
    this.paper?.say(`draft:${id}`, null);
    if (this.#writing?.id === id || this.#writing?.done === id) this.#writing = null;
  }

  /** Something did not get in: said, and the words are handed back. @param {{code: string, mutations: import('./live/board.js').Mutation[]}} refusal */
  #refused({ code, mutations }) {
    const reason = t(knows(`r:${code}`) ? `r:${code}` : 'r:used');
    const words = mutations.map(({ text }) => text).filter(Boolean).join('\n\n');
    if (!words) return say(reason);
    openDialog(reason, (close) => html`<p class="question">${reason}</p><p>${t('keptWords')}</p><blockquote class="kept">${words}</blockquote>
      <div class="row end"><button class="quiet" @click=${close}>${t('dismiss')}</button><button class="main" @click=${copying(words)}>${t('copyWords')}</button></div>`);
    return undefined;
  }

  /** @param {number} code */
  #over(code) {
    if (code === 4508 || !this.isConnected) return; // it goes on without a socket
    const reason = t(knows(`e:${code}`) ? `e:${code}` : 'e:other');
    if ([4503, 4504, 4507].includes(code)) {
      this.dispatchEvent(new CustomEvent('shut', { detail: reason }));
      return;
    }
    openDialog(reason, (close) => html`<p class="question">${reason}</p><div class="row end"><button class="quiet" @click=${close}>${t('dismiss')}</button>
      <button class="main" @click=${() => location.reload()}>${t('reload')}</button></div>`);
  }

  #read() {
    const paper = /** @type {Paper} */ (this.paper);
    const reacts = paper.role === 'recipient' && paper.state === 'delivered';
    openReader(this.#items().filter(({ draft, hidden }) => !draft && !hidden), this.about, reacts ? this.api : null, () => this.#thank());
  }

  async #replay() {
    const { openReplay } = await import('./replay.js');
    await openReplay(this.api, this.about).catch((problem) => say(sentenceOf(problem)));
  }

  async #manage() {
    const { openDesk } = await import('./desk.js');
    openDesk(this.api, this.about, (about) => {
      this.about = about;
      if (this.paper) this.paper.state = about.state;
      this.#hear();
    });
  }

  async #thank() {
    if (this.paper?.role !== 'recipient') return;
    const { openThanks } = await import('./thanks.js');
    openThanks(this.api, this.thanks.at(-1)?.text ?? '', () => void this.#listenToThanks());
  }
}

/** @param {{x: number, y: number}} place */
const askew = ({ x, y }) => ({ x: Math.round(x + (Math.random() - 0.5) * ASKEW), y: Math.round(y + (Math.random() - 0.5) * ASKEW) });

/** @param {number} index */
const slotOf = (index) => ({ x: 35 + (index % COLUMNS) * 238, y: 50 + Math.floor(index / COLUMNS) * 250 });

customElements.define('rp-board', Board);
