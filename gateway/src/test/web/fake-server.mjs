/** The protocol's server side as the documents have it, in memory, with faults on request. */
import { apply } from '../../main/web/page/live/board.js';

export class FakeServer {
  epoch = 1;
  q = 0;
  entries = []; // as they are sent
  notes = new Map();
  decided = new Map(); // author and client → n
  state = 'open';
  peers = new Set();
  sessions = 0;
  heartbeat = 25;
  history = 1000; // how far back exact resumption goes
  partSize = 3;
  limits = { frame: 16384, ops: 20, burst: 60, live: 30, liveBytes: 2048 };
  /** Asked for each new op: a refusal, or nothing. */
  refuse = () => undefined;
  /** Asked for each frame to a client: the frames to send in its place. */
  meddle = (frame) => [frame];
  open = true;
  early = true; // the live lane does not wait for the ledger's welcome
  greeting = undefined; // a bye in place of the welcome
  received = [];

  reachable() {
    return this.open;
  }

  connected(socket) {
    return new Peer(this, socket);
  }

  head(author, c) {
    return this.decided.get(`${author} ${c}`) ?? 0;
  }

  /** Decides an op as the ledger does. */
  submit(author, c, n, d) {
    const last = this.head(author.id, c);
    if (n <= last) return this.entries.some((entry) => entry[0] === c && entry[1] === n) ? { duplicate: true } : { code: 'used', retry: false };
    if (this.state !== 'open') return { code: 'sealed', retry: false };
    if (n > last + 1) return { code: 'gap', want: last + 1, retry: true };
    const refusal = this.refuse(n, d, c);
    if (refusal?.retry) return refusal;
    this.decided.set(`${author.id} ${c}`, n);
    if (refusal) return refusal;
    for (const { m, note } of d) {
      const there = this.notes.get(note);
      if (m === 'add' && there) return { code: 'exists', retry: false };
      if (m !== 'add' && (!there || there.deleted)) return { code: 'gone', retry: false };
    }
    this.append(author, c, n, d);
    return {};
  }

  append(author, c, n, d) {
    const at = new Date(Date.UTC(2026, 2, 1) + this.q * 1000).toISOString();
    this.q++;
    const entry = [c, n, author, at, d];
    this.entries.push(entry);
    apply(this.notes, { seq: this.q, author, at, d });
    for (const peer of this.peers) peer.send({ t: 'ops', e: this.epoch, f: this.q, o: [entry] });
  }

  life(m) {
    this.state = { seal: 'sealed', deliver: 'delivered', cancel: 'cancelled' }[m];
    this.append({ id: 'owner', name: 'Owner' }, 'ffffffffffffffff', this.q + 1, [{ m }]);
    for (const peer of this.peers) peer.send({ t: 'state', state: this.state });
  }

  visible() {
    return [...this.notes.values()].filter((note) => !note.deleted);
  }

  /** The database has been set back to an earlier point. */
  setBack(q) {
    this.epoch++;
    this.entries = this.entries.slice(0, q);
    this.q = q;
    this.notes = new Map();
    this.decided = new Map();
    this.entries.forEach(([c, n, author, at, d], index) => {
      apply(this.notes, { seq: index + 1, author, at, d });
      this.decided.set(`${author.id} ${c}`, Math.max(n, this.head(author.id, c)));
    });
    for (const peer of [...this.peers]) peer.bye(4001);
  }

  /** The twin over plain HTTP. */
  call(author) {
    return async (method, path, { body } = {}) => {
      if (!this.twin) throw Object.assign(new Error('network'), { status: 0, slug: 'network' });
      if (method === 'POST') {
        const { code, want, duplicate } = this.submit(author, body.c, body.n, body.d);
        if (code === 'gap') throw Object.assign(new Error(code), { status: 409, slug: 'gap', want });
        if (code) throw Object.assign(new Error(code), { status: 403, slug: 'forbidden' });
        const index = this.entries.findIndex((entry) => entry[0] === body.c && entry[1] === body.n);
        return { seq: index + 1, n: body.n, duplicate: Boolean(duplicate) };
      }
      const [, e, q] = /since=(?:(\d+):(\d+))?/.exec(path);
      if (e !== undefined && (Number(e) !== this.epoch || Number(q) > this.q)) throw Object.assign(new Error('410'), { status: 410, slug: 'other-timeline' });
      const from = Number(q ?? 0);
      const limit = Number(/limit=(\d+)/.exec(path)[1]);
      return { epoch: this.epoch, from: from + 1, ops: this.entries.slice(from, from + limit).map(([c, n, who, at, d]) => ({ c, n, author: who, at, d })) };
    };
  }
}

class Peer {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.session = null;
  }

  send(frame) {
    for (const each of this.server.meddle(frame, this)) this.socket.deliver(each);
  }

  bye(code, more = {}) {
    this.send({ t: 'bye', code, retry: code < 4500, after: 0, ...more });
    this.socket.closeByServer(code);
    this.left();
  }

  left() {
    if (!this.server.peers.delete(this)) return;
    for (const peer of this.server.peers) peer.send({ t: 'presence', on: [], off: [this.session], count: this.server.peers.size });
  }

  receive(frame) {
    const { server } = this;
    server.received.push({ session: this.session, ...frame });
    switch (frame.t) {
      case 'hello': return this.hello(frame);
      case 'op': {
        if (server.silent) return undefined;
        const { code, want, retry } = server.submit(this.author, this.c, frame.n, frame.d);
        return code && this.send({ t: 'rej', n: frame.n, code, retry, ...(want ? { want } : {}) });
      }
      case 'live':
        for (const peer of server.peers) peer.send({ t: 'live', l: [[this.session, frame.k, frame.s]] });
        return undefined;
      case 'ping': return server.silent ? undefined : this.send({ t: 'pong', ts: frame.ts });
      case 'resync':
        this.welcome();
        return this.snapshot();
      default: throw new Error(`what is ${frame.t}?`);
    }
  }

  hello({ v, c, e, q, ticket }) {
    const { server } = this;
    if (v !== 1) return this.bye(4501);
    if (server.greeting) return this.bye(server.greeting);
    if (!ticket || ticket === 'bad') return this.bye(4502);
    if (ticket === 'old') return this.bye(4007);
    this.author = { id: ticket, name: ticket };
    this.c = c;
    this.session = `s${++server.sessions}`;
    server.peers.add(this);
    const presence = () => this.send({ t: 'presence', on: [...server.peers].map((peer) => [peer.session, peer.author.id, peer.author.name, 'writer']), off: [], count: server.peers.size });
    if (server.early) presence();
    this.welcome();
    const known = e === server.epoch && q <= server.q && server.q - q <= server.history;
    if (!known) this.snapshot();
    else for (let f = q + 1; f <= server.q; f += 7) this.send({ t: 'ops', e, f, o: server.entries.slice(f - 1, Math.min(server.q, f + 6)) });
if (!server.early) presence();
    for (const peer of server.peers) if (peer !== this) peer.send({ t: 'presence', on: [[this.session, ticket, ticket, 'writer']], off: [], count: server.peers.size });
    return undefined;
  }

  welcome() {
    const { server } = this;
    this.send({
      t: 'welcome', v: 1, e: server.epoch, q: server.q, n: server.head(this.author.id, this.c), me: this.author.id, name: this.author.name, role: 'writer', state: server.state,
      session: this.session, limits: server.limits, heartbeat: server.heartbeat, instance: 'fake',
    });
  }

  snapshot() {
    const { server } = this;
    const notes = server.visible().map(({ deleted, createdSeq, ...note }) => note);
    const of = Math.max(1, Math.ceil(notes.length / server.partSize));
    for (let part = 1; part <= of; part++) {
      this.send({ t: 'snap', e: server.epoch, q: server.q, part, of, notes: notes.slice((part - 1) * server.partSize, part * server.partSize) });
    }
  }
}
