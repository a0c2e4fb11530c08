/** What hidden notes say, for those few who may know: the ledger tells nobody, so it is asked for note by note. */

/** @typedef {{id: string, version: number}} Hidden @typedef {{text: string, stickers: import('./stickers.js').Sticker[]}} Kept */

export class Veiled {
  /** @type {Map<string, {version: number, kept: Kept|null}>} */
  #known = new Map();

  /** @param {import('./api.js').PaperApi} api @param {() => void} changed when there is more to be seen */
  constructor(api, changed) {
    this.api = api;
    this.changed = changed;
  }

  /** What is known by now; asks for what is not. @param {Hidden} note @returns {Kept|null} */
  of({ id, version }) {
    const known = this.#known.get(id);
    if (known?.version === version) return known.kept;
    this.#known.set(id, { version, kept: null });
    void this.#ask(id, version);
    return null;
  }

  /** @param {string} id @param {number} version */
  async #ask(id, version) {
    try {
      const { text, stickers = [] } = await this.api.note(id);
      if (this.#known.get(id)?.version !== version) return;
      this.#known.set(id, { version, kept: { text, stickers } });
      this.changed();
    } catch {
      // It stays veiled; the note itself says that it is hidden.
    }
  }
}
