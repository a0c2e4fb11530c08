/**
 * The state of a paper's notes: what its ledger adds up to. The same rules as the server's, held to them by the shared
 * cases under `contracts/board`.
 *
 * @typedef {{id: string, name: string}} Author
 *
 * @typedef {{kind: string, x: number, y: number, size: number, rotation: number}} Sticker its middle in percent of the note
 *
 * @typedef {object} Note
 * @property {string} id
 * @property {Author} author
 * @property {string} text
 * @property {string} color
 * @property {string} font
 * @property {number} x left edge, 0 to 1,000 across the paper
 * @property {number} y top edge, in the same unit
 * @property {number} width in the same unit
 * @property {number} rotation degrees, clockwise
 * @property {string} z stacking order: compared as text, higher is in front
 * @property {Sticker[]} stickers
 * @property {boolean} hidden taken out of sight by the owner: what it says is not here
 * @property {string} [reaction] what the recipient feels about it
 * @property {number} [createdSeq] the entry that added it; not told by a snapshot
 * @property {number} version the entry that last changed it
 * @property {string} createdAt
 * @property {string} updatedAt
 * @property {boolean} deleted a tombstone: nothing changes it any more
 *
 * @typedef {{m: string, note?: string, text?: string|null, color?: string|null, font?: string|null, x?: number|null,
 *   y?: number|null, width?: number|null, rotation?: number|null, z?: string|null, stickers?: Sticker[]|null, reaction?: string|null}} Mutation
 *
 * @typedef {{seq: number, c: string, n: number, author: Author, at: string, d: Mutation[]}} Op an entry of the ledger
 */

/** The properties that a person chooses. */
const PROPERTIES = /** @type {const} */ (['text', 'color', 'font', 'x', 'y', 'width', 'rotation', 'z', 'stickers']);

/**
 * A fractional index in front of all that earlier entries got this way: ten digits compare as numbers do.
 * @param {number} seq
 */
export const inFront = (seq) => `a${String(seq).padStart(10, '0')}`;

/**
 * A note after a mutation; a tombstone wins over everything, and what is not there cannot be changed.
 * @param {Note|undefined} now
 * @param {Mutation} mutation
 * @param {{seq: number, author: Author, at: string}} op
 * @returns {Note|undefined}
 */
export function next(now, mutation, { seq, author, at }) {
  if (now?.deleted) return now;
  switch (mutation.m) {
    case 'add': {
      if (now) return now;
      const { note, text, color, font, x, y, width, rotation, z, stickers } = mutation;
      return /** @type {Note} */ ({
        id: note, author, text, color, font, x, y, width, rotation, z: z ?? inFront(seq), stickers: stickers ?? [], hidden: false,
        createdSeq: seq, version: seq, createdAt: at, updatedAt: at, deleted: false,
      });
    }
    case 'set': {
      if (!now) return undefined;
      const changed = { ...now, version: seq, updatedAt: at };
      for (const property of PROPERTIES) {
        if (mutation[property] !== undefined && mutation[property] !== null) Object.assign(changed, { [property]: mutation[property] });
      }
      return changed;
    }
    case 'del':
      return now && { ...now, text: '', stickers: [], hidden: false, version: seq, updatedAt: at, deleted: true };
    case 'hide':
      return now && { ...now, text: '', stickers: [], hidden: true, version: seq };
    case 'show':
      return now && { ...now, text: mutation.text ?? now.text, stickers: mutation.stickers ?? now.stickers, hidden: false, version: seq };
    case 'react': {
      if (!now) return undefined;
      const { reaction: _, ...rest } = now;
      return { ...rest, ...(mutation.reaction && { reaction: mutation.reaction }), version: seq };
    }
    default: // the paper's life, or what a newer server knows: not about notes
      return now;
  }
}

/**
 * Applies a whole op to the notes. Notes themselves are never changed, only replaced.
 * @param {Map<string, Note>} notes
 * @param {{seq: number, author: Author, at: string, d: Mutation[]}} op
 */
export function apply(notes, op) {
  for (const mutation of op.d) {
    if (!mutation.note) continue;
    const changed = next(notes.get(mutation.note), mutation, op);
    if (changed) notes.set(changed.id, changed);
  }
  return notes;
}

/**
 * From the back to the front, in one order everywhere.
 * @param {{z: string, id: string}} one
 * @param {{z: string, id: string}} other
 */
export const stacking = (one, other) => (one.z < other.z ? -1 : one.z > other.z ? 1 : one.id < other.id ? -1 : Number(one.id > other.id));
