/** The HTTP API, and who we are towards it: an account, and a guest of each paper that was entered by link. */
import { knows, locale, t } from './words.js';

const SIGNED_IN = 'rp.signed-in';
let account = null; // { accessToken, user }; in memory only, the cookie brings it back

export class Problem extends Error {
  constructor(status, slug, requestId, want) {
    super(slug || String(status));
    Object.assign(this, { status, slug, requestId, want });
  }

  sentence() {
    const keys = [`p:${this.slug}`, `p:${this.status}`, this.status >= 500 ? 'p:5' : 'p:400'];
    const reference = this.status >= 500 && this.requestId ? ` ${t('reference', { id: this.requestId })}` : '';
    return t(keys.find(knows)) + reference;
  }
}

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
    throw new Problem(response.status, String(data?.type ?? '').split('/').pop(), data?.requestId ?? response.headers.get('X-Request-Id'), data?.want);
  }
  return data;
}

/* --- the account --- */

export const user = () => account?.user ?? null;

const began = (session) => {
  account = session;
  localStorage.setItem(SIGNED_IN, '1');
};

export async function restore() {
  if (!localStorage.getItem(SIGNED_IN)) return;
  try {
    began(await send('POST', '/api/sessions/refresh'));
  } catch (problem) {
    if (problem.status === 401) localStorage.removeItem(SIGNED_IN);
  }
}

export const signIn = async (email, password) => began(await send('POST', '/api/sessions', { body: { email, password } }));

export async function signUp(email, password, name) {
  await send('POST', '/api/users', { body: { email, password, name, locale: locale() }, headers: key() });
  await signIn(email, password);
}

export async function signOut() {
  account = null;
  localStorage.removeItem(SIGNED_IN);
  await send('DELETE', '/api/sessions/current');
}

async function asAccount(method, path, options = {}) {
  if (!account) throw new Problem(401, 'unauthenticated');
  try {
    return await send(method, path, { ...options, token: account.accessToken });
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    began(await send('POST', '/api/sessions/refresh')); // ten minutes are over
    return send(method, path, { ...options, token: account.accessToken });
  }
}

/** The access token as it is needed where no answer can ask for a newer one. */
async function accessToken(fresh) {
  if (!account) throw new Problem(401, 'unauthenticated');
  if (fresh || Date.parse(account.expiresAt) < Date.now() + 30_000) began(await send('POST', '/api/sessions/refresh'));
  return account.accessToken;
}

const key = () => ({ 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()).slice(2) });

export const papers = (cursor) => asAccount('GET', `/api/papers${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
export const createPaper = (body) => asAccount('POST', '/api/papers', { body, headers: key() });

/* --- one paper --- */

const guestKey = (id) => `rp.guest.${id}`;
export const guestOf = (id) => JSON.parse(localStorage.getItem(guestKey(id)) ?? 'null');

/** A paper's part of the API, as whoever may see it: the account, or the guest of its link. */
export class PaperApi {
  constructor(id) {
    this.root = `/api/papers/${encodeURIComponent(id)}`;
    this.id = id;
    this.guest = guestOf(id);
    this.asGuest = !account;
  }

  async call(method, path, options = {}) {
    const url = this.root + path;
    return this.asGuest ? send(method, url, { ...options, token: this.guest?.token }) : asAccount(method, url, options);
  }

  /** The paper; finds out as whom it can be seen. */
  async open() {
    if (this.asGuest || !this.guest) return this.call('GET', '');
    try {
      return await this.call('GET', '');
    } catch (problem) {
      if (![401, 403, 404].includes(problem.status)) throw problem;
      this.asGuest = true;
      return this.call('GET', '');
    }
  }

  /** Who writes here: known before the server says so, and the name under which unsent words are kept. */
  author() {
    const who = this.asGuest ? this.guest : account.user;
    return { id: who.id, name: who.name };
  }

  get keeper() {
    return `${this.asGuest ? 'guest' : 'account'} ${this.author().id}`;
  }

  get socketUrl() {
    return `${location.origin.replace(/^http/, 'ws')}/ws/papers/${encodeURIComponent(this.id)}`;
  }

  ticket = async ({ fresh }) => (this.asGuest ? this.guest?.token : accessToken(fresh));

  preview(secret) {
    return send('POST', `${this.root}/preview`, { body: { secret } });
  }

  async enter(secret, name) {
    const guest = await send('POST', `${this.root}/guests`, { body: { secret, name }, token: account?.accessToken });
    if (guest.token) localStorage.setItem(guestKey(this.id), JSON.stringify({ id: guest.id, name: guest.name, role: guest.role, token: guest.token }));
  }

  makeLink = () => this.call('POST', '/links', { body: { kind: 'write' } });
  seal = () => this.call('POST', '/seal');
  deliver = () => this.call('POST', '/deliver');
}
