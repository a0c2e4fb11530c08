/**
 * The socket of a paper: comes back by itself, sends what waits in the outbox, keeps the replica at the head of the ledger.
 * Knows nothing of what is shown.
 */

/**
 * @typedef {import('./outbox.js').Outbox} Outbox
 * @typedef {import('./outbox.js').Kept} Kept
 * @typedef {import('./replica.js').Replica} Replica
 * @typedef {import('./board.js').Op} Op
 * @typedef {'idle'|'connecting'|'live'|'waiting'|'ended'} Status
 * @typedef {Record<string, any>} Frame
 *
 * @typedef {object} World what a program outside a browser has to bring
 * @property {new (url: string) => WebSocket} WebSocket
 * @property {(deed: () => void, milliseconds: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now
 * @property {() => number} random
 *
 * @typedef {object} Listener all optional
 * @property {(status: Status, code: number) => void} [status]
 * @property {(frame: Frame) => void} [welcome]
 * @property {(ops: Op[]|null) => void} [ledger] new entries, or null after a snapshot
 * @property {(op: Kept|undefined, code: string, n: number) => void} [refused]
 * @property {(upTo: number, head: number) => void} [decided] own ops that were decided without this tab having seen it
 * @property {(messages: [string, string, any][]) => void} [live]
 * @property {(frame: Frame) => void} [presence]
 * @property {(state: string) => void} [state]
 */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 10_000; // for an answer: the handshake, the welcome, a pong, a snapshot
const STEADY = 10_000; // a connection that held this long was a good one
const LIMITS = { frame: 16_384, ops: 20, burst: 60, live: 30, liveBytes: 2_048 };

/** @type {() => World} */
export const browserWorld = () => ({
  WebSocket: globalThis.WebSocket,
  setTimeout: (deed, milliseconds) => setTimeout(deed, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => Date.now(),
  random: () => Math.random(),
});

const encoder = new TextEncoder();
/** @param {string} text */
export const bytes = (text) => encoder.encode(text).length;

export class Connection {
  /** @type {Status} */
  status = 'idle';
  limits = { ...LIMITS };
  session = '';
  /** failed attempts in a row */
  failures = 0;

  /** @type {WebSocket|null} */
  #socket = null;
  #turn = 0; // which attempt the callbacks in flight belong to
  /** @type {any} timers, each */
  #pause;
  /** @type {any} */
  #patience;
  /** @type {any} */
  #heart;
  /** @type {any} */
  #hold;
  #heartbeat = 25_000;
  #expected = 0; // the timeline of this connection
  #welcomedAt = 0;
  #wantFresh = false;
  /** @type {{code: number, retry: boolean, after: number}|null} */
  #bye = null;
  /** @type {{q: number, of: number, notes: any[]}|null} */
  #parts = null;
  #part = 0;
  #resyncing = false;
  #sent = 0; // the highest op that this connection has sent
  #settled = 0; // the highest op that is known to be decided on this timeline
  #busy = 0; // refusals in a row that ask for patience
  #holdUntil = 0;
  #mending = false;
  #tokens = LIMITS.burst;
  #tokensAt = 0;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {Outbox} options.outbox
   * @param {Replica} options.replica
   * @param {(need: {fresh: boolean}) => Promise<string|undefined>} options.ticket the bearer token; fresh when the last was too old
   * @param {Listener} [options.listener]
   * @param {World} [options.world]
   */
  constructor({ url, outbox, replica, ticket, listener = {}, world = browserWorld() }) {
    this.url = url;
    this.outbox = outbox;
    this.replica = replica;
    this.ticket = ticket;
    this.listener = listener;
    this.world = world;
  }

  start() {
    if (this.status === 'idle') this.#connect();
  }

  /** For good. */
  close() {
    this.#drop(1000);
    this.world.clearTimeout(this.#pause);
    this.#become('ended', 1000);
  }

  /** There may be a network again: do not sit out the pause. */
  hurry() {
    if (this.status !== 'waiting') return;
    this.world.clearTimeout(this.#pause);
    this.#pause = this.world.setTimeout(() => this.#connect(), this.world.random() * FIRST_PAUSE);
  }

  /** The network may be gone, or the machine has slept: find out. */
  probe() {
    if (this.status === 'live') this.#ping(PATIENCE / 2);
  }

  /** Sends what is stored and not sent yet, in order, as fast as it is allowed. */
  flush() {
    if (this.status !== 'live' || this.#mending) return;
    const now = this.world.now();
    if (now < this.#holdUntil) return this.#flushLater(this.#holdUntil - now);
    for (const op of this.outbox.waiting) {
      if (op.n <= this.#sent) continue;
      const frame = JSON.stringify({ t: 'op', n: op.n, d: op.d });
      if (bytes(frame) > this.limits.frame) return void this.#unsendable(op);
      const wait = this.#takeToken();
      if (wait > 0) return this.#flushLater(wait);
      this.#sent = op.n;
      this.#send(frame);
    }
  }

  /** Says something on the live lane. @param {string} k @param {any} s @returns {boolean} whether there was somebody to say it to */
  sendLive(k, s) {
    return this.status === 'live' && this.#send(JSON.stringify({ t: 'live', k, s }));
  }

  /* --- coming and going --- */

  /** @param {Status} status @param {number} [code] */
  #become(status, code = 0) {
    if (this.status === status || this.status === 'ended') return;
    this.status = status;
    this.listener.status?.(status, code);
  }

  async #connect() {
    const turn = ++this.#turn;
    this.#become('connecting');
    this.#bye = null;
    this.#waitFor(PATIENCE * 2, turn);
    let ticket;
    try {
      ticket = await this.ticket({ fresh: this.#wantFresh });
    } catch {
      if (turn === this.#turn) this.#ended(1006);
      return;
    }
    if (turn !== this.#turn) return;
    let socket;
    try {
      socket = new this.world.WebSocket(this.url);
    } catch {
      return this.#ended(1006);
    }
    this.#socket = socket;
    socket.onopen = () => {
      if (turn !== this.#turn) return;
      this.#waitFor(PATIENCE, turn);
      const { e, q } = this.replica;
      this.#send(JSON.stringify({ t: 'hello', v: 1, c: this.outbox.c, ...(e === null ? {} : { e, q }), ...(ticket ? { ticket } : {}) }));
    };
    socket.onmessage = ({ data }) => { if (turn === this.#turn) this.#read(data); };
    socket.onclose = ({ code }) => { if (turn === this.#turn) this.#ended(code); };
    socket.onerror = () => {}; // a close follows
  }

  /** Gives up on a silent connection. @param {number} milliseconds @param {number} turn */
  #waitFor(milliseconds, turn) {
    this.world.clearTimeout(this.#patience);
    this.#patience = this.world.setTimeout(() => {
      if (turn !== this.#turn) return;
      this.#drop(4003);
      this.#ended(4003);
    }, milliseconds);
  }

  /** Lets go of the socket without waiting for its close, which may never come. @param {number} code */
  #drop(code) {
    this.#turn++;
    for (const timer of [this.#patience, this.#heart, this.#hold]) this.world.clearTimeout(timer);
    this.#heart = undefined;
    const socket = this.#socket;
    this.#socket = null;
    this.#parts = null;
    this.#resyncing = false;
    try { socket?.close(code); } catch { /* it is gone as it is */ }
  }

  /** @param {number} closeCode */
  #ended(closeCode) {
    const bye = this.#bye;
    const code = bye?.code ?? closeCode;
    const steady = this.#welcomedAt > 0 && this.world.now() - this.#welcomedAt >= STEADY;
    this.#drop(1000);
    this.#welcomedAt = 0;
    if (bye?.retry === false || (code >= 4500 && code < 5000)) return this.#become('ended', code);
    this.#wantFresh = code === 4007;
    if (code === 4004) this.replica.forget();
    this.failures = steady ? 0 : this.failures + 1;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(10, Math.max(0, this.failures - 1)));
    this.#waitAndConnect((bye?.after ?? 0) + this.world.random() * longest, code);
  }

  /** @param {number} milliseconds @param {number} code */
  #waitAndConnect(milliseconds, code) {
    this.#become('waiting', code);
    this.world.clearTimeout(this.#pause);
    this.#pause = this.world.setTimeout(() => this.#connect(), milliseconds);
  }

  /** @param {string} text */
  #send(text) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(text);
    return true;
  }

  /* --- what comes in --- */

  /** @param {any} data */
  #read(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      this.#drop(4004);
      return this.#ended(4004);
    }
    if (this.status === 'live' && !this.#resyncing) this.#beat(); // whatever comes is a sign of life
    switch (frame?.t) {
      case 'welcome': return this.#welcome(frame);
      case 'ops': return this.#ops(frame);
      case 'snap': return this.#snap(frame);
      case 'rej': return this.#rejected(frame);
      case 'live': return this.listener.live?.(frame.l ?? []);
      case 'presence': return this.listener.presence?.(frame);
      case 'state': return this.listener.state?.(frame.state);
      case 'ping': return void this.#send(JSON.stringify({ t: 'pong', ts: frame.ts }));
      case 'go': return this.#go(frame);
      case 'bye':
        this.#bye = { code: Number(frame.code) || 4000, retry: frame.retry !== false, after: Math.max(0, Number(frame.after) || 0) };
        return undefined;
      default: return undefined; // a pong, or what a newer server knows
    }
  }

  /** @param {Frame} frame */
  #welcome(frame) {
    const again = this.status === 'live'; // a snapshot that was asked for brings another
    this.limits = { ...LIMITS, ...frame.limits };
    this.session = frame.session ?? '';
    this.#heartbeat = Math.max(1, Number(frame.heartbeat) || 25) * 1_000;
    this.#settled = again && this.#expected === frame.e ? Math.max(this.#settled, frame.n) : frame.n;
    this.#expected = frame.e;
    if (!again) {
      this.#welcomedAt = this.world.now();
      this.#wantFresh = false;
      this.#tokens = this.limits.burst;
      this.#tokensAt = this.world.now();
      this.#busy = 0;
      this.#holdUntil = 0;
    }
    this.#sent = again ? Math.max(this.#sent, frame.n) : frame.n;
    if (this.outbox.waiting.some((op) => op.n <= frame.n)) this.listener.decided?.(frame.n, frame.q);
    this.outbox.decided(frame.n);
    if (this.replica.e !== frame.e) {
      // Nothing of another timeline can be built upon; the whole paper follows, from its first entry or as a snapshot.
      this.replica.forget();
      if (frame.q === 0) this.#replace(frame.e, 0, []);
    }
    this.#become('live');
    if (!this.#resyncing) this.#beat();
    this.listener.welcome?.(frame);
    this.flush();
  }

  /** @param {Frame} frame */
  #ops({ e, f, o }) {
    if (this.#resyncing || this.#parts) {
      if (this.#parts) this.#resync('ops within a snapshot');
      return;
    }
    if (this.replica.e === null && f === 1 && e === this.#expected) this.#replace(e, 0, []);
    const ops = this.replica.accept(e, f, o);
    if (!ops) return this.#resync(`have ${this.replica.e}:${this.replica.q}, got ${e}:${f}`);
    for (const [c, n] of o) {
      if (c === this.outbox.c) {
        this.#busy = 0;
        this.#settled = Math.max(this.#settled, n);
        this.outbox.drop(n);
      }
    }
    if (ops.length) this.listener.ledger?.(ops);
  }

  /** @param {Frame} frame */
  #snap({ e, q, part, of, notes }) {
    if (part === 1) this.#parts = { q, of, notes: [] };
    const parts = this.#parts;
    const expected = parts && parts.q === q && parts.of === of && part === this.#part + 1;
    if (!expected && part !== 1) return this.#resync('parts of a snapshot');
    this.#part = part;
    parts?.notes.push(...notes);
    if (part < of) return undefined;
    const all = parts?.notes ?? [];
    this.#parts = null;
    this.#part = 0;
    this.#resyncing = false;
    this.#beat();
    return this.#replace(e, q, all);
  }

  /** @param {number} e @param {number} q @param {any[]} notes */
  #replace(e, q, notes) {
    this.replica.replace(e, q, notes);
    this.listener.ledger?.(null);
  }

  /** Asks for the whole paper, once. @param {string} why */
  #resync(why) {
    this.#parts = null;
    this.#part = 0;
    if (this.#resyncing) return;
    this.#resyncing = true;
    this.#send(JSON.stringify({ t: 'resync', why: why.slice(0, 200) }));
    this.#waitFor(PATIENCE, this.#turn);
  }

  /** @param {Frame} frame */
  #rejected({ n, code, want, retry }) {
    if (code === 'gap') return void this.#gap(want);
    if (retry) {
      this.#sent = Math.min(this.#sent, n - 1);
      return this.#patiently();
    }
    const op = this.outbox.waiting.find((each) => each.n === n);
    this.#busy = 0;
    this.outbox.drop(n);
    return this.listener.refused?.(op, code, n);
  }

  /** @param {number} want */
  async #gap(want) {
    // What is known to be decided was asked for before that was known: it only means to send again what waits.
    const first = want > this.#settled ? this.outbox.waiting[0] : undefined;
    if (first && want < first.n) {
      if (this.#mending) return;
      // The ledger does not know numbers that were decided: it was set back. What waits takes their place.
      this.#mending = true;
      try { await this.outbox.renumber(want); } finally { this.#mending = false; }
      this.#sent = want - 1;
    } else if (first && want > first.n) {
      this.listener.decided?.(want - 1, this.replica.q);
      await this.outbox.decided(want - 1);
    }
    this.#sent = Math.min(this.#sent, Math.max(want - 1, this.#settled));
    this.#patiently();
  }

  /** Goes on sending after a pause that grows while it is refused. */
  #patiently() {
    const now = this.world.now();
    if (now >= this.#holdUntil) {
      const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(10, this.#busy++));
      this.#holdUntil = now + longest / 2 + (this.world.random() * longest) / 2;
    }
    this.#flushLater(this.#holdUntil - now);
  }

  /** @param {number} milliseconds */
  #flushLater(milliseconds) {
    this.world.clearTimeout(this.#hold);
    this.#hold = this.world.setTimeout(() => this.flush(), Math.max(1, milliseconds));
  }

  /** It would end the connection: it is refused here, and its number goes to what follows. @param {Kept} op */
  async #unsendable(op) {
    this.#mending = true;
    try {
      await this.outbox.drop(op.n);
      if (this.outbox.waiting.length) await this.outbox.renumber(op.n);
    } finally {
      this.#mending = false;
    }
    this.listener.refused?.(op, 'size', op.n);
    this.flush();
  }

  #takeToken() {
    const now = this.world.now();
    const rate = this.limits.ops * 0.9; // clocks differ
    this.#tokens = Math.min(this.limits.burst * 0.9, this.#tokens + ((now - this.#tokensAt) / 1_000) * rate);
    this.#tokensAt = now;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / rate) * 1_000);
    this.#tokens--;
    return 0;
  }

  /** @param {Frame} frame */
  #go(frame) {
    const turn = this.#turn;
    this.world.clearTimeout(this.#pause);
    this.#pause = this.world.setTimeout(() => {
      if (turn !== this.#turn) return;
      this.#drop(1000);
      this.#welcomedAt = 0;
      this.#become('waiting', 4000);
      this.#connect(); // at once: a window in the background gets its timers late enough as it is
    }, this.world.random() * Math.max(0, Number(frame.in) || 0));
  }

  /* --- signs of life --- */

  // What comes says that the server is there. It has to hear from here as well, though: whoever only looks on pings however
  // much is going on.
  #beat() {
    this.world.clearTimeout(this.#patience);
    this.#heart ??= this.world.setTimeout(() => this.#ping(PATIENCE), this.#heartbeat);
  }

  /** @param {number} patience */
  #ping(patience) {
    this.world.clearTimeout(this.#heart);
    this.#heart = undefined;
    this.#send(JSON.stringify({ t: 'ping', ts: this.world.now() }));
    this.#waitFor(patience, this.#turn);
  }
}
