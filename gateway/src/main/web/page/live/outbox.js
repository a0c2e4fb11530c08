/**
 * What has been written and is not known to be in the ledger yet. Every op is stored before it is sent and stays until it
 * is decided, so that a lost connection, a closed tab or a machine without power costs nothing, and each op keeps the
 * number under which it has effect once.
 *
 * A tab writes as one *client*: an id and the numbers 1, 2, 3… of its ops. Clients are kept for each paper and each author;
 * a tab claims one that no other tab holds, first of all one that has something left to send.
 *
 * @typedef {import('./board.js').Mutation} Mutation
 * @typedef {{n: number, d: Mutation[]}} Kept
 * @typedef {{scope: string, c: string, next: number}} Client
 *
 * @typedef {object} Store everything that is kept; each function is one transaction
 * @property {boolean} durable whether it outlives the tab
 * @property {(scope: string) => Promise<Client[]>} clients
 * @property {(client: Client) => Promise<void>} create
 * @property {(scope: string, c: string, d: Mutation[]) => Promise<number>} append keeps an op; its number
 * @property {(scope: string, c: string) => Promise<Kept[]>} kept in the order of their numbers
 * @property {(scope: string, c: string, n: number) => Promise<void>} drop takes one op away
 * @property {(scope: string, c: string, n: number) => Promise<void>} decided takes all ops up to one away
 * @property {(scope: string, c: string, want: number) => Promise<Kept[]>} renumber gives what is kept new numbers from one on
 *
 * @typedef {object} Claims
 * @property {(name: string) => Promise<(() => void)|null>} claim how to let go of it, or null when another tab holds it
 */

/** @param {(bytes: Uint8Array<ArrayBuffer>) => void} fill */
const newClientId = (fill) => {
  const bytes = new Uint8Array(8);
  fill(bytes);
  return Array.from(bytes, (each) => each.toString(16).padStart(2, '0')).join('');
};

/** The outbox of one tab for one paper. What is waiting is held in memory too, in order. */
export class Outbox {
  #release;
  #store;
  #scope;
  #claims;
  #tail = Promise.resolve();

  /**
   * @param {Store} store
   * @param {Claims} claims
   * @param {string} scope
   * @param {string} c
   * @param {Kept[]} waiting
   * @param {() => void} release
   */
  constructor(store, claims, scope, c, waiting, release) {
    this.#store = store;
    this.#claims = claims;
    this.#scope = scope;
    this.#release = release;
    this.c = c;
    this.waiting = waiting;
  }

  /**
   * @param {{paper: string, author: string, store: Store, claims: Claims, fill?: (bytes: Uint8Array<ArrayBuffer>) => void}} options
   *   `author` is who writes: the numbers of a client belong to one author
   */
  static async open({ paper, author, store, claims, fill = (bytes) => crypto.getRandomValues(bytes) }) {
    const scope = `${paper} ${author}`;
    const known = await store.clients(scope);
    const kept = new Map(await Promise.all(known.map(async ({ c }) => /** @type {[string, Kept[]]} */ ([c, await store.kept(scope, c)]))));
    known.sort((one, other) => Number(Boolean(kept.get(other.c)?.length)) - Number(Boolean(kept.get(one.c)?.length)));
    for (const { c } of known) {
      const release = await claims.claim(`${scope} ${c}`);
      // Read again under the claim: the tab that held it may have gone on writing until now.
      if (release) return new Outbox(store, claims, scope, c, await store.kept(scope, c), release);
    }
    const c = newClientId(fill);
    const release = (await claims.claim(`${scope} ${c}`)) ?? (() => {});
    await store.create({ scope, c, next: 1 });
    return new Outbox(store, claims, scope, c, [], release);
  }

  get durable() {
    return this.#store.durable;
  }

  /** Storage is used in turn: what is done first is stored first. @template T @param {() => Promise<T>} deed @returns {Promise<T>} */
  #inTurn(deed) {
    const done = this.#tail.then(deed);
    this.#tail = done.then(() => {}, () => {});
    return done;
  }

  /** Keeps an op; it may be sent once this has come back. @param {Mutation[]} d @returns {Promise<Kept>} */
  add(d) {
    return this.#inTurn(async () => {
      const op = { n: await this.#store.append(this.#scope, this.c, d), d };
      this.waiting.push(op);
      return op;
    });
  }

  /** One op is decided. @param {number} n */
  drop(n) {
    this.waiting = this.waiting.filter((op) => op.n !== n);
    return this.#inTurn(() => this.#store.drop(this.#scope, this.c, n));
  }

  /** All ops up to one are decided. @param {number} n */
  decided(n) {
    this.waiting = this.waiting.filter((op) => op.n > n);
    return this.#inTurn(() => this.#store.decided(this.#scope, this.c, n));
  }

  /** The ledger has forgotten numbers: what waits gets new ones. @param {number} want */
  renumber(want) {
    return this.#inTurn(async () => {
      this.waiting = await this.#store.renumber(this.#scope, this.c, want);
    });
  }

  /** When everything asked for so far is stored. */
  settled() {
    return this.#tail;
  }

  /**
   * What tabs that are gone have left, handed to `send` op by op in order; it says what became of each: `done` (it is
   * decided), `later`, or the number the ledger wants to go on with.
   * @param {(c: string, op: Kept) => Promise<'done'|'later'|{want: number}>} send
   */
  async adopt(send) {
    for (const { c } of await this.#store.clients(this.#scope)) {
      if (c === this.c || !(await this.#store.kept(this.#scope, c)).length) continue;
      const release = await this.#claims.claim(`${this.#scope} ${c}`);
      if (!release) continue;
      try {
        let left = await this.#store.kept(this.#scope, c);
        let renumbered = false;
        while (left.length) {
          const verdict = await send(c, left[0]);
          if (verdict === 'later') return;
          if (verdict === 'done') await this.#store.drop(this.#scope, c, left[0].n);
          else if (verdict.want > left[0].n) await this.#store.decided(this.#scope, c, verdict.want - 1);
          else if (renumbered) return;
          else {
            renumbered = true;
            await this.#store.renumber(this.#scope, c, verdict.want);
          }
          left = await this.#store.kept(this.#scope, c);
        }
      } finally {
        release();
      }
    }
  }

  close() {
    this.#release();
  }
}

/* --- where it is kept --- */

/** In memory: for tests, and where the browser keeps nothing. @implements {Store} */
export class MemoryStore {
  durable = false;
  /** @type {Map<string, {client: Client, ops: Kept[]}>} */
  #all = new Map();

  /** @param {string} scope @param {string} c */
  #of(scope, c) {
    const key = `${scope} ${c}`;
    const one = this.#all.get(key) ?? { client: { scope, c, next: 1 }, ops: [] };
    this.#all.set(key, one);
    return one;
  }

  /** @param {string} scope */
  async clients(scope) {
    return [...this.#all.values()].map(({ client }) => ({ ...client })).filter((client) => client.scope === scope);
  }

  /** @param {Client} client */
  async create(client) {
    this.#of(client.scope, client.c).client = { ...client };
  }

  /** @param {string} scope @param {string} c @param {Mutation[]} d */
  async append(scope, c, d) {
    const one = this.#of(scope, c);
    one.ops.push(structuredClone({ n: one.client.next, d }));
    return one.client.next++;
  }

  /** @param {string} scope @param {string} c */
  async kept(scope, c) {
    return structuredClone(this.#of(scope, c).ops);
  }

  /** @param {string} scope @param {string} c @param {number} n */
  async drop(scope, c, n) {
    const one = this.#of(scope, c);
    one.ops = one.ops.filter((op) => op.n !== n);
  }

  /** @param {string} scope @param {string} c @param {number} n */
  async decided(scope, c, n) {
    const one = this.#of(scope, c);
    one.ops = one.ops.filter((op) => op.n > n);
    one.client.next = Math.max(one.client.next, n + 1);
  }

  /** @param {string} scope @param {string} c @param {number} want */
  async renumber(scope, c, want) {
    const one = this.#of(scope, c);
    one.ops = one.ops.map((op, index) => ({ n: want + index, d: op.d }));
    one.client.next = want + one.ops.length;
    return structuredClone(one.ops);
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** In the browser's database; a change has come back only when it is on the disk. @implements {Store} */
export class IndexedDbStore {
  durable = true;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  /** Throws where the browser keeps nothing (some private windows). @param {string} [name] */
  static async open(name = 'rolling-paper') {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('clients', { keyPath: ['scope', 'c'] });
      opening.result.createObjectStore('ops', { keyPath: ['scope', 'c', 'n'] });
      opening.result.createObjectStore('claims', { keyPath: 'name' });
    };
    const database = await answer(opening);
    // A newer page in another tab may want another shape: do not stand in its way.
    database.onversionchange = () => database.close();
    return new IndexedDbStore(database);
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(clients: IDBObjectStore, ops: IDBObjectStore) => Promise<T>} deed may wait for requests only
   * @returns {Promise<T>}
   */
  async #transaction(mode, deed) {
    const transaction = this.database.transaction(['clients', 'ops'], mode, { durability: 'strict' });
    const committed = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
    });
    committed.catch(() => {}); // told by the deed when it fails first
    const result = await deed(transaction.objectStore('clients'), transaction.objectStore('ops'));
    await committed;
    return result;
  }

  /** @param {string} scope @param {string} c @param {number} [to] */
  #range(scope, c, to) {
    return IDBKeyRange.bound([scope, c], to === undefined ? [scope, c, []] : [scope, c, to]);
  }

  /** @param {string} scope */
  clients(scope) {
    return this.#transaction('readonly', (clients) => answer(clients.getAll(IDBKeyRange.bound([scope], [scope, []]))));
  }

  /** @param {Client} client */
  create(client) {
    return this.#transaction('readwrite', async (clients) => { await answer(clients.put(client)); });
  }

  /** @param {string} scope @param {string} c @param {Mutation[]} d */
  append(scope, c, d) {
    return this.#transaction('readwrite', async (clients, ops) => {
      const client = (await answer(clients.get([scope, c]))) ?? { scope, c, next: 1 };
      await answer(ops.add({ scope, c, n: client.next, d }));
      await answer(clients.put({ ...client, next: client.next + 1 }));
      return client.next;
    });
  }

  /** @param {string} scope @param {string} c @returns {Promise<Kept[]>} */
  kept(scope, c) {
    return this.#transaction('readonly', async (clients, ops) => (await answer(ops.getAll(this.#range(scope, c)))).map(({ n, d }) => ({ n, d })));
  }

  /** @param {string} scope @param {string} c @param {number} n */
  drop(scope, c, n) {
    return this.#transaction('readwrite', async (clients, ops) => { await answer(ops.delete([scope, c, n])); });
  }

  /** @param {string} scope @param {string} c @param {number} n */
  decided(scope, c, n) {
    return this.#transaction('readwrite', async (clients, ops) => {
      await answer(ops.delete(this.#range(scope, c, n)));
      const client = (await answer(clients.get([scope, c]))) ?? { scope, c, next: 1 };
      if (client.next <= n) await answer(clients.put({ ...client, next: n + 1 }));
    });
  }

  /** @param {string} scope @param {string} c @param {number} want @returns {Promise<Kept[]>} */
  renumber(scope, c, want) {
    return this.#transaction('readwrite', async (clients, ops) => {
      const old = await answer(ops.getAll(this.#range(scope, c)));
      const renumbered = old.map((op, index) => ({ n: want + index, d: op.d }));
      await answer(ops.delete(this.#range(scope, c)));
      for (const op of renumbered) await answer(ops.add({ scope, c, ...op }));
      await answer(clients.put({ scope, c, next: want + renumbered.length }));
      return renumbered;
    });
  }
}

/* --- who holds which client --- */

/** Within one program: for tests, and where nothing is shared between tabs. @implements {Claims} */
export class MemoryClaims {
  #held = new Set();

  /** @param {string} name */
  async claim(name) {
    if (this.#held.has(name)) return null;
    this.#held.add(name);
    return () => { this.#held.delete(name); };
  }
}

/** The browser's locks between tabs; a tab that is gone, however it went, holds nothing. @implements {Claims} */
export class LockClaims {
  /** @param {LockManager} locks */
  constructor(locks = navigator.locks) {
    this.locks = locks;
  }

  /** @param {string} name @returns {Promise<(() => void)|null>} */
  claim(name) {
    return new Promise((resolve, reject) => {
      this.locks.request(`rolling-paper ${name}`, { ifAvailable: true }, (lock) => (lock ? new Promise((release) => { resolve(() => release(undefined)); }) : resolve(null)))
        .catch(reject);
    });
  }
}

/**
 * Records with a time, where there are no locks (a page that did not come over HTTPS). Who finds a claim asks around whether
 * its tab is still there; without a channel to ask on, a claim that is not renewed for three minutes is free, because tabs in
 * the background may be woken once a minute only. Should two tabs ever hold the same client, numbers are still given out in
 * one transaction each, so that no two ops get the same.
 * @implements {Claims}
 */
export class LeaseClaims {
  static TIME = 180_000;
  static ANSWER = 500;

  #held = new Set();
  /** @type {Map<string, () => void>} */
  #asked = new Map();

  /** @param {IndexedDbStore} store @param {() => number} now */
  constructor(store, now = Date.now) {
    this.store = store;
    this.now = now;
    this.token = newClientId((bytes) => crypto.getRandomValues(bytes));
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('rolling-paper claims');
    this.channel?.addEventListener('message', ({ data: { ask, held } }) => {
      if (this.#held.has(ask)) this.channel?.postMessage({ held: ask });
      this.#asked.get(held)?.();
    });
  }

  /**
   * @param {string} name
   * @param {(record: {token: string, until: number}|undefined) => number|null} decide until when, 0 to let go, null to leave it
   */
  async #write(name, decide) {
    const transaction = this.store.database.transaction('claims', 'readwrite');
    const claims = transaction.objectStore('claims');
    const until = decide(await answer(claims.get(name)));
    if (until) await answer(claims.put({ name, token: this.token, until }));
    else if (until === 0) await answer(claims.delete(name));
    return until;
  }

  /** Whether the tab that made a claim says that it is there. @param {string} name @returns {Promise<boolean>} */
  #isThere(name) {
    const { channel } = this;
    if (!channel) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (/** @type {boolean} */ there) => {
        this.#asked.delete(name);
        resolve(there);
      };
      this.#asked.set(name, () => done(true));
      setTimeout(() => done(false), LeaseClaims.ANSWER);
      channel.postMessage({ ask: name });
    });
  }

  /** @param {string} name */
  async claim(name) {
    if (this.#held.has(name)) return null;
    /** @type {string|undefined} */
    let holder;
    const free = (/** @type {{token: string, until: number}|undefined} */ record) => {
      holder = record && record.until > this.now() ? record.token : undefined;
      return holder ? null : this.now() + LeaseClaims.TIME;
    };
    if (!(await this.#write(name, free))) {
      const gone = holder;
      if (await this.#isThere(name)) return null;
      // Nobody answers: it is taken over, unless somebody else has been faster.
      if (!(await this.#write(name, (record) => (!record || record.token === gone ? this.now() + LeaseClaims.TIME : null)))) return null;
    }
    this.#held.add(name);
    const renew = () => this.#write(name, (record) => (record?.token === this.token ? this.now() + LeaseClaims.TIME : null)).catch(() => {});
    const timer = setInterval(renew, LeaseClaims.TIME / 6);
    const release = () => {
      if (!this.#held.delete(name)) return;
      clearInterval(timer);
      removeEventListener('pagehide', release);
      this.#write(name, (record) => (record?.token === this.token ? 0 : null)).catch(() => {});
    };
    addEventListener('pagehide', release);
    return release;
  }
}

/** The best this browser has. @returns {Promise<{store: Store, claims: Claims}>} */
export async function browserStorage() {
  try {
    const store = await IndexedDbStore.open();
    return { store, claims: navigator.locks ? new LockClaims() : new LeaseClaims(store) };
  } catch {
    return { store: new MemoryStore(), claims: new MemoryClaims() };
  }
}
