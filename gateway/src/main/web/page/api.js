/** The HTTP API, and who we are towards it: an account, and a guest of each paper that was entered by link. */
import { knows, locale, t } from './words.js';

const SIGNED_IN = 'rp.signed-in';
/** @typedef {{accessToken: string, expiresAt: string, user: {id: string, name: string, email: string}}} Session */
/** @type {Session|null} in memory only, the cookie brings it back */
let account = null;

/** @typedef {{body?: object, token?: string, headers?: Record<string, string>}} Options */

/** A request that was not answered as hoped. */
export class Problem extends Error {
  /** @param {number} status @param {string} slug @param {string|null} [requestId] @param {number} [want] */
  constructor(status, slug, requestId, want) {
    super(slug || String(status));
    this.status = status;
    this.slug = slug;
    this.requestId = requestId;
    this.want = want;
  }

  sentence() {
    const keys = [`p:${this.slug}`, `p:${this.status}`, this.status >= 500 ? 'p:5' : 'p:400'];
    const reference = this.status >= 500 && this.requestId ? ` ${t('reference', { id: this.requestId })}` : '';
    return t(keys.find(knows) ?? 'p:5') + reference;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
async function send(method, path, { body, token, headers = {} } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, 'network');
  }
  const text = await response.text();
  let data = null;
  try { data = text ? JSON.parse(text) : null; } catch { /* told by the status */ }
  if (!response.ok) {
    throw new Problem(response.status, String(data?.type ?? '').split('/').pop() ?? '', data?.requestId ?? response.headers.get('X-Request-Id'), data?.want);
  }
  return data;
}

/* --- the account --- */

export const user = () => account?.user ?? null;

/** @param {Session} session */
const began = (session) => {
  account = session;
  localStorage.setItem(SIGNED_IN, '1');
};

export async function restore() {
  if (!localStorage.getItem(SIGNED_IN)) return;
  try {
    began(await send('POST', '/api/sessions/refresh'));
  } catch (/** @type {any} */ problem) {
    if (problem.status === 401) localStorage.removeItem(SIGNED_IN);
  }
}

/** @param {string} email @param {string} password */
export const signIn = async (email, password) => began(await send('POST', '/api/sessions', { body: { email, password } }));

/** @param {string} email @param {string} password @param {string} name */
export async function signUp(email, password, name) {
  await send('POST', '/api/users', { body: { email, password, name, locale: locale() }, headers: key() });
  await signIn(email, password);
}

export async function signOut() {
  account = null;
  localStorage.removeItem(SIGNED_IN);
  await send('DELETE', '/api/sessions/current');
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
async function asAccount(method, path, options = {}) {
  if (!account) throw new Problem(401, 'unauthenticated');
  try {
    return await send(method, path, { ...options, token: account.accessToken });
  } catch (/** @type {any} */ problem) {
    if (problem.status !== 401) throw problem;
    began(await send('POST', '/api/sessions/refresh')); // ten minutes are over
    return send(method, path, { ...options, token: account.accessToken });
  }
}

/** The access token as it is needed where no answer can ask for a newer one. @param {boolean} fresh */
async function accessToken(fresh) {
  if (!account) throw new Problem(401, 'unauthenticated');
  if (fresh || Date.parse(account.expiresAt) < Date.now() + 30_000) began(await send('POST', '/api/sessions/refresh'));
  return account.accessToken;
}

const key = () => ({ 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()).slice(2) });

/** @param {string} [cursor] */
const after = (cursor) => (cursor ? `?cursor=${encodeURIComponent(cursor)}` : '');

/** @param {string} [cursor] */
export const papers = (cursor) => asAccount('GET', `/api/papers${after(cursor)}`);
/** @param {object} body */
export const createPaper = (body) => asAccount('POST', '/api/papers', { body, headers: key() });
/** @param {string} [cursor] */
export const inbox = (cursor) => asAccount('GET', `/api/inbox${after(cursor)}`);
/** @param {string} entry */
export const markRead = (entry) => asAccount('POST', `/api/inbox/${encodeURIComponent(entry)}/read`);

/**
 * Hears of every letter that comes in until the connection ends.
 * @param {AbortSignal} signal
 * @param {() => void} heard
 */
export async function inboxStream(signal, heard) {
  const response = await fetch('/api/inbox/stream', {
    signal, headers: { Accept: 'text/event-stream', Authorization: `Bearer ${await accessToken(false)}` },
  });
  if (!response.ok || !response.body) throw new Problem(response.status, '');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    if (blocks.some((block) => /^event: ?entry$/m.test(block))) heard();
  }
}

/* --- one paper --- */

/** @typedef {{id: string, name: string, role: string, token: string}} Guest */

/** @param {string} id */
const guestKey = (id) => `rp.guest.${id}`;
/** @param {string} id @returns {Guest|null} */
export const guestOf = (id) => JSON.parse(localStorage.getItem(guestKey(id)) ?? 'null');

/** A paper's part of the API, as whoever may see it: the account, or the guest of its link. */
export class PaperApi {
  /** @param {string} id */
  constructor(id) {
    this.root = `/api/papers/${encodeURIComponent(id)}`;
    this.id = id;
    this.guest = guestOf(id);
    this.asGuest = !account;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Options} [options]
   * @returns {Promise<any>}
   */
  async call(method, path, options = {}) {
    const url = this.root + path;
    return this.asGuest ? send(method, url, { ...options, token: this.guest?.token }) : asAccount(method, url, options);
  }

  /** The paper; finds out as whom it can be seen. */
  async open() {
    if (this.asGuest || !this.guest) return this.call('GET', '');
    try {
      return await this.call('GET', '');
    } catch (/** @type {any} */ problem) {
      if (![401, 403, 404].includes(problem.status)) throw problem;
      this.asGuest = true;
      return this.call('GET', '');
    }
  }

  /** Who writes here: known before the server says so, and the name under which unsent words are kept. */
  author() {
    const { id, name } = (this.asGuest ? this.guest : account?.user) ?? { id: '', name: '' };
    return { id, name };
  }

  get keeper() {
    return `${this.asGuest ? 'guest' : 'account'} ${this.author().id}`;
  }

  get socketUrl() {
    return `${location.origin.replace(/^http/, 'ws')}/ws/papers/${encodeURIComponent(this.id)}`;
  }

  ticket = async (/** @type {{fresh: boolean}} */ { fresh }) => (this.asGuest ? this.guest?.token : accessToken(fresh));

  /** What a link may tell before one comes in. @param {string} secret */
  preview(secret) {
    return send('POST', `${this.root}/preview`, { body: { secret } });
  }

  /** What anybody may know of a paper that is on its way. */
  envelope() {
    return send('GET', `${this.root}/envelope`);
  }

  /** @param {string} secret @param {string} name */
  async enter(secret, name) {
    const guest = await send('POST', `${this.root}/guests`, { body: { secret, ...(name ? { name } : {}) }, token: account?.accessToken });
    if (guest.token) localStorage.setItem(guestKey(this.id), JSON.stringify({ id: guest.id, name: guest.name, role: guest.role, token: guest.token }));
  }

  makeLink = (kind = 'write') => this.call('POST', '/links', { body: { kind }, headers: key() });
  links = () => this.call('GET', '/links');
  closeLink = (/** @type {string} */ link) => this.call('DELETE', `/links/${encodeURIComponent(link)}`);
  guests = () => this.call('GET', '/guests');
  removeGuest = (/** @type {string} */ guest) => this.call('DELETE', `/guests/${encodeURIComponent(guest)}`);
  asRecipient = () => this.call('GET', '/preview');
  revise = (/** @type {object} */ body) => this.call('PATCH', '', { body });
  seal = () => this.call('POST', '/seal');
  deliver = () => this.call('POST', '/deliver');
  cancel = () => this.call('POST', '/cancel');
  thanks = () => this.call('GET', '/thanks');
  thank = (/** @type {string} */ text) => this.call('POST', '/thanks', { body: { text } });
  react = (/** @type {string} */ note, /** @type {string} */ reaction) => this.call('PUT', `/notes/${encodeURIComponent(note)}/reaction`, { body: { reaction } });
  unreact = (/** @type {string} */ note) => this.call('DELETE', `/notes/${encodeURIComponent(note)}/reaction`);
  history = (/** @type {string} */ since, /** @type {number} */ limit) => this.call('GET', `/ops?since=${since}&limit=${limit}`);
}
