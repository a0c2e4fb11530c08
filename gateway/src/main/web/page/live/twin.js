/**
 * The same ledger over plain HTTP, for where no socket can be had, and for what a tab that is gone has left behind.
 *
 * @typedef {import('./outbox.js').Kept} Kept
 * @typedef {(method: string, path: string, options?: {body?: any}) => Promise<any>} Call throws what has `status` and `slug`
 */

const PAGE = 200;

/** @type {Record<string, string>} how refusals are called on the socket */
const CODES = { forbidden: 'forbidden', 'not-found': 'gone', 'note-exists': 'exists', 'paper-full': 'full', 'wrong-state': 'sealed', 'already-used': 'used', 'refused-before': 'used' };

export class Twin {
  /** @param {Call} call relative to the paper */
  constructor(call) {
    this.call = call;
  }

  /**
   * Sends one op.
   * @param {string} c
   * @param {Kept} op
   * @returns {Promise<{seq: number}|{refused: string}|{want: number}|'later'>}
   */
  async send(c, { n, d }) {
    try {
      const { seq } = await this.call('POST', '/ops', { body: { c, n, d } });
      return { seq };
    } catch (/** @type {any} */ problem) {
      const { status = 0, slug = '' } = problem;
      if (slug === 'gap' && Number.isInteger(problem.want)) return { want: problem.want };
      if (status in { 0: 1, 401: 1, 408: 1, 429: 1 } || status >= 500 || slug === 'gap') return 'later';
      return { refused: CODES[slug] ?? (status === 403 ? 'forbidden' : status === 404 ? 'gone' : 'size') };
    }
  }

  /**
   * Brings the replica to the head.
   * @param {import('./replica.js').Replica} replica
   * @param {(ops: import('./board.js').Op[]|null) => void} changed
   */
  async pull(replica, changed) {
    for (;;) {
      const since = replica.e === null ? '' : `${replica.e}:${replica.q}`;
      let page;
      try {
        page = await this.call('GET', `/ops?since=${since}&limit=${PAGE}`);
      } catch (/** @type {any} */ problem) {
        if (problem.status !== 410 || replica.e === null) throw problem;
        replica.forget();
        continue;
      }
      if (replica.e === null) {
        replica.replace(page.epoch, 0, []);
        changed(null);
      }
      const ops = replica.accept(page.epoch, page.from, page.ops.map((/** @type {any} */ op) => [op.c, op.n, op.author, op.at, op.d]));
      if (ops?.length) changed(ops);
      if (page.ops.length < PAGE) return;
    }
  }
}
