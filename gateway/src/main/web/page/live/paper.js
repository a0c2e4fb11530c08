/**
 * A paper that is written together: what a page needs of it, and nothing of how it is shown. The notes are the ledger's, with
 * what this person has done on top, at once; what the others are doing right now comes beside them.
 */
import { apply, stacking } from './board.js';
import { browserWorld, bytes, Connection } from './connection.js';
import { Replica } from './replica.js';
import { Twin } from './twin.js';

/**
 * @typedef {import('./board.js').Note} Note
 * @typedef {import('./board.js').Author} Author
 * @typedef {import('./board.js').Mutation} Mutation
 * @typedef {import('./outbox.js').Outbox} Outbox
 * @typedef {import('./outbox.js').Kept} Kept
 *
 * @typedef {{session: string, author: string, name: string, role: string}} Person
 * @typedef {{state: 'saved'|'saving'|'offline', count: number, durable: boolean}} Save
 * @typedef {{note: string, session: string, author: string, name: string, s: Record<string, any>}} Doing
 *
 * @typedef {object} PaperListener all optional
 * @property {(what: 'notes'|'live'|'people'|'save'|'state') => void} [changed]
 * @property {(refusal: {code: string, mutations: Mutation[]}) => void} [refused] something will not get in
 * @property {(code: number) => void} [ended] the socket is closed for good
 */

const GRACE = 2_500; // a connection that is back by then was not away
const POLL = 4_000;
const HOPELESS = 3; // attempts
const LEFT_BEHIND = 30_000;

export class Paper {
  replica = new Replica();
  /** @type {string} */
  state;
  /** @type {string} */
  role;
  /** the store takes no writes at the moment */
  readonly = false;

  /** @type {Mutation[][]} asked for and not stored yet */
  #storing = [];
  /** @type {{n: number, d: Mutation[], head: number}[]} decided, and not seen in the ledger yet */
  #settling = [];
  /** @type {Note[]|null} */
  #view = null;
  /** @type {Map<string, Map<string, any>>} what the others do: session → key → state */
  #doing = new Map();
  /** @type {Map<string, Person>} */
  #people = new Map();
  #count = 0;
  #stale = false; // what is known of the others is of an earlier connection
  /** @type {Map<string, any>} what this person does */
  #saying = new Map();
  /** @type {Map<string, any>} what of it has not been told yet, the longest waiting first */
  #untold = new Map();
  /** @type {any} */
  #laneTimer;
  #laneAt = -Infinity;
  /** @type {any} */
  #graceTimer;
  #away = false;
  /** @type {any} */
  #pollTimer;
  #polled = false; // the last exchange over plain HTTP went well
  /** @type {any} */
  #leftTimer;
  #closed = false;
  #lastSave = '';

  /**
   * @param {object} options
   * @param {string} options.url of the socket
   * @param {Outbox} options.outbox
   * @param {Author} options.author who writes here
   * @param {string} [options.state]
   * @param {string} [options.role]
   * @param {(need: {fresh: boolean}) => Promise<string|undefined>} options.ticket
   * @param {import('./twin.js').Call} [options.call] plain HTTP, relative to the paper
   * @param {PaperListener} [options.listener]
   * @param {import('./connection.js').World} [options.world]
   */
  constructor({ url, outbox, author, state = 'open', role = 'writer', ticket, call, listener = {}, world = browserWorld() }) {
    this.author = author;
    this.state = state;
    this.role = role;
    this.outbox = outbox;
    this.listener = listener;
    this.world = world;
    this.twin = call && new Twin(call);
    this.connection = new Connection({
      url, outbox, replica: this.replica, ticket, world,
      listener: {
        status: (status, code) => this.#status(status, code),
        welcome: (frame) => this.#welcome(frame),
        ledger: (ops) => this.#ledger(ops),
        refused: (op, code) => this.#refused(op, code),
        decided: (upTo, head) => this.#decided(upTo, head),
        live: (messages) => this.#heard(messages),
        presence: (frame) => this.#presence(frame),
        state: (word) => this.#turned(word),
      },
    });
  }

  start() {
    this.#leave();
    this.connection.start();
    this.#leftLater();
  }

  /** What is kept stays kept for the next time. */
  close() {
    this.#closed = true;
    for (const timer of [this.#laneTimer, this.#graceTimer, this.#pollTimer, this.#leftTimer]) this.world.clearTimeout(timer);
    this.connection.close();
    this.outbox.close();
  }

  /* --- the ledger --- */

  /** The notes from the back to the front. @returns {Note[]} */
  notes() {
    this.#view ??= [...this.#added().values()].filter((note) => !note.deleted).sort(stacking);
    return this.#view;
  }

  #added() {
    const own = [...this.#settling, ...this.outbox.waiting].map(({ d }) => d).concat(this.#storing);
    const notes = new Map(this.replica.notes);
    const at = new Date(this.world.now()).toISOString();
    own.forEach((d, index) => apply(notes, { seq: this.replica.q + 1 + index, author: this.author, at, d }));
    return notes;
  }

  /** Whether something about a note is on its way. @param {string} note */
  isSaving(note) {
    return this.outbox.waiting.some(({ d }) => d.some((each) => each.note === note)) || this.#storing.some((d) => d.some((each) => each.note === note));
  }

  /**
   * Changes the paper: seen here at once, by the others when it is saved. Has come back when it is kept; throws when it cannot be.
   * @param {Mutation[]} d which apply together
   */
  async change(...d) {
    if (bytes(JSON.stringify(d)) + 64 > this.connection.limits.frame) throw Object.assign(new Error('too large'), { code: 'size' });
    this.#storing.push(d);
    this.#changed('notes');
    try {
      await this.outbox.add(d);
    } finally {
      this.#storing = this.#storing.filter((each) => each !== d);
      this.#changed('notes');
    }
    this.connection.flush();
  }

  /** @param {Omit<Mutation, 'm'|'note'>} properties @param {string} [note] */
  async add(properties, note = this.newNoteId()) {
    await this.change({ m: 'add', note, ...properties });
    return note;
  }

  /** @param {string} note @param {Omit<Mutation, 'm'|'note'>} properties */
  set(note, properties) {
    return this.change({ m: 'set', note, ...properties });
  }

  /** @param {string} note */
  remove(note) {
    return this.change({ m: 'del', note });
  }

  /** A UUID of version 7. */
  newNoteId() {
    const id = crypto.getRandomValues(new Uint8Array(16));
    let time = this.world.now();
    for (let index = 5; index >= 0; index--, time = Math.floor(time / 256)) id[index] = time % 256;
    id[6] = (id[6] & 0x0f) | 0x70;
    id[8] = (id[8] & 0x3f) | 0x80;
    const hex = Array.from(id, (each) => each.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** How safe what was written is. @returns {Save} */
  get save() {
    const count = this.outbox.waiting.length + this.#storing.length;
    return { state: this.#away && !this.#polled ? 'offline' : count ? 'saving' : 'saved', count, durable: this.outbox.durable };
  }

  /** Whether the ledger has been read since this began. */
  get loaded() {
    return this.replica.e !== null || this.replica.q > 0;
  }

  /** @param {import('./board.js').Op[]|null} ops */
  #ledger(ops) {
    for (const { d } of ops ?? []) {
      for (const { m } of d) {
        if (m === 'seal') this.#turned('sealed');
        else if (m === 'deliver') this.#turned('delivered');
        else if (m === 'cancel') this.#turned('cancelled');
      }
    }
    this.#settle();
    this.#changed('notes');
  }

  /** @param {number} upTo @param {number} head where the ledger stood when that was told */
  #decided(upTo, head) {
    this.#settling.push(...this.outbox.waiting.filter((op) => op.n <= upTo).map((op) => ({ ...op, head })));
  }

  /** What was decided unseen is in the ledger by now, or it was refused and nobody could be told. */
  #settle() {
    if (this.replica.e === null) return;
    const due = this.#settling.filter(({ head }) => head <= this.replica.q);
    if (!due.length) return;
    this.#settling = this.#settling.filter(({ head }) => head > this.replica.q);
    for (const { d } of due) {
      const taken = new Set(due.flatMap((other) => other.d).filter(({ m }) => m === 'del').map(({ note }) => note));
      const lost = d.filter(({ m, note }) => m === 'add' && note && !this.replica.notes.has(note) && !taken.has(note));
      if (lost.length) this.listener.refused?.({ code: 'unknown', mutations: lost });
    }
  }

  /** @param {Kept|undefined} op @param {string} code */
  #refused(op, code) {
    this.#changed('notes');
    if (op) this.listener.refused?.({ code, mutations: op.d });
  }

  /* --- the live lane --- */

  /**
   * Tells the others what is being done right now; only the newest of each key counts.
   * @param {string} k
   * @param {any} s null when it has ended
   */
  say(k, s) {
    if (s === null && !this.#saying.has(k)) return;
    if (s === null) this.#saying.delete(k);
    else this.#saying.set(k, s);
    this.#untold.set(k, s);
    this.#tell();
  }

  #tell() {
    if (this.connection.status !== 'live' || !this.#untold.size) return;
    const wait = this.#laneAt + 1_200 / this.connection.limits.live - this.world.now();
    if (wait > 0) {
      this.#laneTimer ??= this.world.setTimeout(() => {
        this.#laneTimer = undefined;
        this.#tell();
      }, wait);
      return;
    }
    const [[k, s]] = this.#untold;
    this.#untold.delete(k);
    this.#laneAt = this.world.now();
    const fitting = fitted(s, this.connection.limits.liveBytes);
    if (fitting !== undefined) this.connection.sendLive(k, fitting);
    this.#tell();
  }

  /** @param {[string, string, any][]} messages */
  #heard(messages) {
    this.#beginAnew();
    for (const [session, k, s] of messages) {
      if (session === this.connection.session) continue;
      const theirs = this.#doing.get(session) ?? new Map();
      if (s === null) theirs.delete(k);
      else theirs.set(k, s);
      if (theirs.size) this.#doing.set(session, theirs);
      else this.#doing.delete(session);
    }
    this.listener.changed?.('live');
  }

  /** What the others write: of new notes, and of their own ones. @returns {Doing[]} */
  drafts() {
    return this.#theirs('draft:').filter(({ note, author }) => (this.replica.notes.get(note)?.author.id ?? author) === author && !this.replica.notes.get(note)?.deleted);
  }

  /** Which notes the others are moving. @returns {Doing[]} */
  drags() {
    return this.#theirs('drag:').filter(({ note, author, session }) => {
      const dragged = this.replica.notes.get(note);
      return dragged && !dragged.deleted && (dragged.author.id === author || this.#people.get(session)?.role === 'owner');
    });
  }

  /** @param {string} prefix @returns {Doing[]} */
  #theirs(prefix) {
    const found = [];
    for (const [session, theirs] of this.#doing) {
      const person = this.#people.get(session);
      for (const [k, s] of theirs) {
        if (k.startsWith(prefix) && s && typeof s === 'object') found.push({ note: k.slice(prefix.length), session, author: person?.author ?? '', name: person?.name ?? '', s });
      }
    }
    return found;
  }

  /** The others who are here, each once, and whether they write. @returns {{author: string, name: string, role: string, writing: boolean}[]} */
  people() {
    const others = new Map();
    for (const { session, author, name, role } of this.#people.values()) {
      if (author === this.author.id) continue;
      const writing = [...(this.#doing.get(session)?.keys() ?? [])].some((k) => k.startsWith('draft:'));
      others.set(author, { author, name, role, writing: writing || Boolean(others.get(author)?.writing) });
    }
    return [...others.values()];
  }

  /** How many are here in all, windows counted. */
  get count() {
    return this.#count;
  }

  /** @param {Record<string, any>} frame */
  #presence({ on = [], off = [], count }) {
    this.#beginAnew();
    for (const [session, author, name, role] of on) this.#people.set(session, { session, author, name, role });
    for (const session of off) {
      this.#people.delete(session);
      this.#doing.delete(session);
    }
    this.#count = count ?? this.#people.size;
    this.listener.changed?.('people');
  }

  /** The live lane does not wait for the welcome: the first that is heard on a new connection, whatever it is, ends what was before. */
  #beginAnew() {
    if (this.#stale) this.#forgetOthers();
  }

  #forgetOthers() {
    this.#stale = false;
    this.#people.clear();
    this.#doing.clear();
    this.#count = 0;
    this.listener.changed?.('people');
  }

  /* --- life --- */

  /** @param {Record<string, any>} frame */
  #welcome(frame) {
    if (frame.me) this.author = { id: frame.me, name: frame.name ?? this.author.name };
    if (frame.role) this.role = frame.role;
    this.#beginAnew();
    this.readonly = false;
    if (frame.state) this.#turned(frame.state);
    this.#settle();
    this.#untold = new Map(this.#saying);
    this.#tell();
    this.#changed('notes');
    void this.#adopt();
  }

  /** @param {string} word */
  #turned(word) {
    const readonly = word === 'readonly';
    if (readonly === this.readonly && (readonly || word === this.state)) return;
    this.readonly = readonly;
    if (!readonly) this.state = word;
    if (this.state !== 'open') {
      this.#doing.clear();
      this.#saying.clear();
      this.#untold.clear();
    }
    this.listener.changed?.('state');
  }

  /** @param {import('./connection.js').Status} status @param {number} code */
  #status(status, code) {
    if (status === 'live') {
      this.world.clearTimeout(this.#graceTimer);
      this.world.clearTimeout(this.#pollTimer);
      this.#graceTimer = this.#pollTimer = undefined;
      this.#away = false;
      this.#polled = false;
    } else if (!this.#closed) {
      this.#stale = true;
      this.#leave();
      const unwelcome = status === 'ended' && code !== 4508;
      if (this.twin && !unwelcome && (status === 'ended' || this.connection.failures >= HOPELESS)) this.#pollTimer ??= this.world.setTimeout(() => this.#poll(), 0);
    }
    this.#changed('save');
    if (status === 'ended' && !this.#closed) {
      this.#away = true;
      this.#changed('save');
      this.listener.ended?.(code);
    }
  }

  #leave() {
    if (this.#away) return;
    this.#graceTimer ??= this.world.setTimeout(() => {
      this.#graceTimer = undefined;
      this.#away = true;
      this.#forgetOthers();
      this.#stale = true;
      this.#changed('save');
    }, GRACE);
  }

  /** @param {'notes'|'save'} what */
  #changed(what) {
    if (this.#closed) return;
    if (what === 'notes') {
      this.#view = null;
      this.listener.changed?.('notes');
    }
    const save = JSON.stringify(this.save);
    if (save !== this.#lastSave) {
      this.#lastSave = save;
      this.listener.changed?.('save');
    }
  }

  /* --- without a socket --- */

  async #poll() {
    const twin = /** @type {Twin} */ (this.twin);
    let well = true;
    try {
      for (let op = this.outbox.waiting[0]; op && well && !this.#socketIsBack(); op = this.outbox.waiting[0]) well = await this.#sendByTwin(op);
      if (!this.#socketIsBack()) await twin.pull(this.replica, (ops) => this.#ledger(ops));
    } catch {
      well = false;
    }
    if (this.#socketIsBack()) return;
    this.#polled = well;
    this.#settle();
    this.#changed('notes');
    this.#pollTimer = this.world.setTimeout(() => this.#poll(), POLL);
  }

  #socketIsBack() {
    return this.#closed || this.connection.status === 'live';
  }

  /** @param {Kept} op @returns {Promise<boolean>} whether it is decided */
  async #sendByTwin(op) {
    const verdict = await /** @type {Twin} */ (this.twin).send(this.outbox.c, op);
    if (verdict === 'later') return false;
    if ('want' in verdict) {
      if (verdict.want > op.n) await this.outbox.decided(verdict.want - 1);
      else await this.outbox.renumber(verdict.want);
      return verdict.want !== op.n;
    }
    if ('seq' in verdict && verdict.seq > this.replica.q) this.#settling.push({ ...op, head: verdict.seq });
    await this.outbox.drop(op.n);
    if ('refused' in verdict) this.#refused(op, verdict.refused);
    return true;
  }

  #leftLater() {
    this.#leftTimer = this.world.setTimeout(async () => {
      if (!this.connection || this.connection.status === 'live') await this.#adopt();
      if (!this.#closed) this.#leftLater();
    }, LEFT_BEHIND);
  }

  /** Sends what tabs that are gone have left. */
  async #adopt() {
    const twin = this.twin;
    if (!twin) return;
    await this.outbox.adopt(async (c, op) => {
      const verdict = this.#closed ? 'later' : await twin.send(c, op);
      if (verdict === 'later' || 'want' in verdict) return verdict;
      if ('refused' in verdict) this.listener.refused?.({ code: verdict.refused, mutations: op.d });
      return 'done';
    }).catch(() => {}); // the storage is in the way; it is tried again
  }
}

/** @param {any} s @param {number} limit what fits of it: of a text that is too long, its end */
function fitted(s, limit) {
  if (bytes(JSON.stringify(s)) <= limit) return s;
  if (typeof s?.text !== 'string') return undefined;
  const letters = Array.from(s.text);
  for (let keep = Math.min(letters.length, limit); keep > 8; keep = Math.floor(keep * 0.8)) {
    const shorter = { ...s, text: `…${letters.slice(-keep).join('')}` };
    if (bytes(JSON.stringify(shorter)) <= limit) return shorter;
  }
  return undefined;
}
