import { apply } from './board.js';

/** @typedef {import('./board.js').Note} Note @typedef {import('./board.js').Op} Op @typedef {import('./board.js').Author} Author */
/** @typedef {[string, number, Author, string, import('./board.js').Mutation[]]} Entry an entry as it is sent */

/** What is known of a paper's ledger: the notes it adds up to, and how far. Moves strictly entry by entry, or by a whole snapshot. */
export class Replica {
  /** @type {Map<string, Note>} */
  notes = new Map();
  /** @type {number|null} the timeline; null while nothing is known */
  e = null;
  q = 0;

  /**
   * The whole paper at a position.
   * @param {number} e
   * @param {number} q
   * @param {(Omit<Note, 'deleted'|'stickers'|'hidden'> & {stickers?: import('./board.js').Sticker[], hidden?: boolean})[]} notes without stickers and not hidden where it does not say
   */
  replace(e, q, notes) {
    this.e = e;
    this.q = q;
    this.notes = new Map(notes.map((note) => [note.id, { ...note, stickers: note.stickers ?? [], hidden: note.hidden ?? false, deleted: false }]));
  }

  /** Nothing is known any more, but what was known stays in sight until something better comes. */
  forget() {
    this.e = null;
  }

  /**
   * Entries from `f` on. What is known already is skipped.
   * @param {number} e
   * @param {number} f
   * @param {Entry[]} entries
   * @returns {Op[]|null} what was new; null when an entry is missing or they belong to another timeline, and nothing was done
   */
  accept(e, f, entries) {
    if (e !== this.e || f > this.q + 1) return null;
    const ops = entries.map(([c, n, author, at, d], index) => ({ seq: f + index, c, n, author, at, d })).filter((op) => op.seq > this.q);
    for (const op of ops) {
      apply(this.notes, op);
      this.q = op.seq;
    }
    return ops;
  }
}
