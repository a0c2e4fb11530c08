import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import test from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
globalThis.localStorage ??= { getItem: () => 'en', setItem: () => {} };
const { FONTS } = await import('../../main/web/page/style.js');

const folder = new URL('../../main/web/fonts/', import.meta.url);
const css = readFileSync(new URL('../../main/web/page/style/page.css', import.meta.url), 'utf8');

/** The character map of a WOFF2 file (https://www.w3.org/TR/WOFF2/). */
function cmapOf(file) {
  const bytes = readFileSync(file);
  assert.equal(bytes.toString('latin1', 0, 4), 'wOF2');
  let at = 48;
  const number = () => {
    for (let value = 0; ;) {
      const byte = bytes[at++];
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  const tables = Array.from({ length: bytes.readUInt16BE(12) }, () => {
    const flags = bytes[at++];
    const known = flags & 63;
    const tag = known === 63 ? bytes.toString('latin1', at, (at += 4)) : known;
    const length = number();
    // Of glyf (10) and loca (11) another length is given, unless they are as they were.
    const isPacked = [10, 11].includes(known) ? flags >> 6 !== 3 : flags >> 6 !== 0;
    return { tag, length: isPacked ? number() : length };
  });
  const data = brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)));
  const index = tables.findIndex(({ tag }) => tag === 0);
  const start = tables.slice(0, index).reduce((sum, { length }) => sum + length, 0);
  return data.subarray(start, start + tables[index].length);
}

/** The characters that a map of format 4 or 12 holds. */
function charactersOf(cmap) {
  const held = new Set();
  for (let entry = 0; entry < cmap.readUInt16BE(2); entry++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + entry * 8 + 4));
    if (table.readUInt16BE(0) === 12) {
      for (let group = 0; group < table.readUInt32BE(12); group++) {
        for (let code = table.readUInt32BE(16 + group * 12); code <= table.readUInt32BE(20 + group * 12); code++) held.add(code);
      }
    } else if (table.readUInt16BE(0) === 4) {
      const segments = table.readUInt16BE(6) / 2;
      for (let segment = 0; segment < segments; segment++) {
        const end = table.readUInt16BE(14 + segment * 2);
        for (let code = table.readUInt16BE(16 + (segments + segment) * 2); code <= end && code < 0xffff; code++) held.add(code);
      }
    }
  }
  return held;
}

const decoder = new TextDecoder('euc-kr');
const SYLLABLES = Array.from({ length: 25 * 94 }, (_, index) => decoder.decode(new Uint8Array([0xb0 + Math.floor(index / 94), 0xa1 + (index % 94)])).codePointAt(0));

test('every handwriting holds the 2,350 syllables of KS X 1001 and Latin', () => {
  assert.equal(new Set(SYLLABLES).size, 2350);
  for (const font of FONTS) {
    const held = charactersOf(cmapOf(new URL(`${font}.woff2`, folder)));
    assert.deepEqual(SYLLABLES.filter((syllable) => !held.has(syllable)), [], font);
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,!?()-~:;/&@') assert.ok(held.has(letter.codePointAt(0)), `${font}: ${letter}`);
  }
});

test('what a font has beyond that is in its second file', () => {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('-rest.woff2'))) {
    assert.ok(css.includes(name), name);
    assert.equal(charactersOf(cmapOf(new URL(name, folder))).size, 11_172 - 2350, name);
  }
});

test('every font comes with its licence, and no page waits long for one', () => {
  for (const font of FONTS) {
    assert.match(readFileSync(new URL(`${font}.OFL.txt`, folder), 'utf8'), /SIL OPEN FONT LICENSE/);
    assert.ok(existsSync(new URL(`${font}.woff2`, folder)) && css.includes(`${font}.woff2`));
    assert.ok(statSync(new URL(`${font}.woff2`, folder)).size < 400_000);
  }
  assert.equal([...css.matchAll(/@font-face/g)].length, [...css.matchAll(/font-display: swap/g)].length);
});
