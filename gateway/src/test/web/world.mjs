/** A world for the client library in which time, chance and the network are the test's. */

/** Random numbers that are the same each time. */
export function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Lets everything that waits for promises run. */
export const settle = () => new Promise((resolve) => { setImmediate(resolve); });

export class World {
  #timers = new Map();
  #ids = 0;
  time = Date.UTC(2026, 2, 1);
  network = true; // whether anything gets through
  sockets = [];
  dialled = [];

  constructor(server, seed = 1) {
    this.server = server;
    this.random = seeded(seed);
    const world = this;
    this.WebSocket = class extends FakeSocket {
      constructor(url) { super(world, url); }
    };
  }

  now = () => this.time;
  setTimeout = (deed, milliseconds) => {
    this.#timers.set(++this.#ids, { at: this.time + Math.max(0, milliseconds), id: this.#ids, deed });
    return this.#ids;
  };
  clearTimeout = (id) => { this.#timers.delete(id); };

  /** Lets time pass. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const due = [...this.#timers.values()].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at || one.id - other.id)[0];
      if (!due) break;
      this.#timers.delete(due.id);
      this.time = Math.max(this.time, due.at);
      due.deed();
    }
    this.time = end;
    await settle();
  }

  /** Lets time pass until something holds. */
  async until(condition, what = 'it', limit = 300_000) {
    const end = this.time + limit;
    while (!condition()) {
      if (this.time > end) throw new Error(`waited in vain until ${what}`);
      await this.pass(20);
    }
  }

  /** Cuts every connection; what is under way is lost. */
  cut(code = 1006) {
    for (const socket of [...this.sockets]) socket.lose(code);
  }
}

class FakeSocket {
  readyState = 0;

  constructor(world, url) {
    this.world = world;
    this.url = url;
    this.latency = 1 + Math.floor(world.random() * 20);
    world.sockets.push(this);
    world.dialled.push(world.time);
    this.#later(() => {
      if (!world.network || !world.server?.reachable(this)) return this.lose(1006);
      this.readyState = 1;
      this.peer = world.server.connected(this);
      return this.onopen?.();
    });
  }

  #later(deed) {
    this.world.setTimeout(() => { if (this.readyState < 2) deed(); }, this.latency);
  }

  send(text) {
    if (this.readyState !== 1) throw new Error('not open');
    this.#later(() => { if (this.world.network) this.peer.receive(JSON.parse(text)); });
  }

  /** From the server. */
  deliver(frame) {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.#later(() => { if (this.world.network) this.onmessage?.({ data: text }); });
  }

  closeByServer(code) {
    this.#later(() => this.lose(code));
  }

  lose(code) {
    if (this.readyState === 3) return;
    this.#gone();
    this.onclose?.({ code });
  }

  close() {
    this.#gone();
  }

  #gone() {
    this.readyState = 3;
    this.world.sockets = this.world.sockets.filter((each) => each !== this);
    this.peer?.left();
  }
}
