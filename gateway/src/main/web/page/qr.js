/**
 * QR codes (ISO/IEC 18004): a text as bytes at error correction level M, in versions 1 to 10, which hold up to 213 bytes;
 * a link needs half of that.
 */

/** For each version: error correction bytes of a block, and the data bytes of its blocks. */
const BLOCKS = [
  [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]],
  [16, [27, 27, 27, 27]], [18, [31, 31, 31, 31]], [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
];
const ALIGNMENT = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** @type {number[]} powers of two in GF(256) */
const POWER = [];
/** @type {number[]} */
const LOG = [];
for (let exponent = 0, value = 1; exponent < 255; exponent++) {
  POWER[exponent] = value;
  LOG[value] = exponent;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
/** @param {number} one @param {number} other */
const times = (one, other) => (one && other ? POWER[(LOG[one] + LOG[other]) % 255] : 0);

/** The remainder of Reed and Solomon. @param {number[]} data @param {number} degree */
function remainder(data, degree) {
  let generator = [1];
  for (let root = 0; root < degree; root++) {
    const next = [...generator, 0];
    generator.forEach((factor, index) => { next[index + 1] ^= times(factor, POWER[root]); });
    generator = next;
  }
  const rest = [...data, ...Array(degree).fill(0)];
  for (let index = 0; index < data.length; index++) {
    const lead = rest[index];
    generator.forEach((factor, offset) => { rest[index + offset] ^= times(factor, lead); });
  }
  return rest.slice(data.length);
}

/** All bytes of a symbol in the order in which they are laid. @param {Uint8Array} bytes @param {number} version */
function codewords(bytes, version) {
  const [correction, sizes] = /** @type {[number, number[]]} */ (BLOCKS[version - 1]);
  const room = sizes.reduce((sum, size) => sum + size, 0);
  const wide = version > 9 ? 16 : 8;
  let bits = '0100' + bytes.length.toString(2).padStart(wide, '0') + Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  bits += '0'.repeat(Math.min(4, room * 8 - bits.length));
  bits += '0'.repeat((8 - (bits.length % 8)) % 8);
  const data = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  const blocks = sizes.map((size) => data.splice(0, size));
  const checks = blocks.map((block) => remainder(block, correction));
  const laid = [];
  for (let index = 0; index < Math.max(...sizes); index++) for (const block of blocks) if (index < block.length) laid.push(block[index]);
  for (let index = 0; index < correction; index++) for (const check of checks) laid.push(check[index]);
  return laid;
}

/** @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (_, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0, (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** Bits with their check bits. @param {number} data @param {number} length of the check @param {number} generator */
function checked(data, length, generator) {
  let rest = data << length;
  for (let bit = 31 - Math.clz32(rest); rest >= 1 << length; bit = 31 - Math.clz32(rest)) rest ^= generator << (bit - length);
  return (data << length) | rest;
}

/** How hard a symbol is to read. @param {boolean[][]} dark */
function penalty(dark) {
  const size = dark.length;
  let points = 0;
  let count = 0;
  for (let row = 0; row < size; row++) {
    for (const line of [dark[row], dark.map((each) => each[row])]) {
      const text = line.map(Number).join('');
      for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
      for (let at = 0; at + 11 <= size; at++) if (['10111010000', '00001011101'].includes(text.slice(at, at + 11))) points += 40;
    }
    for (let column = 0; column < size; column++) {
      count += Number(dark[row][column]);
      if (row && column && dark[row][column] === dark[row - 1][column] && dark[row][column] === dark[row][column - 1] && dark[row][column] === dark[row - 1][column - 1]) points += 3;
    }
  }
  return points + Math.floor(Math.abs((count * 20) / (size * size) - 10)) * 10;
}

/**
 * The modules of a text's QR code.
 * @param {string} text
 * @returns {boolean[][]} rows of dark and light
 */
export function modules(text) {
  const bytes = new TextEncoder().encode(text);
  const version = 1 + BLOCKS.findIndex(([, sizes], index) => bytes.length + (index > 8 ? 3 : 2) <= /** @type {number[]} */ (sizes).reduce((sum, size) => sum + size, 0));
  if (!version) throw new RangeError('too long for a QR code');
  const size = 17 + 4 * version;
  /** @type {(boolean|undefined)[][]} */
  const frame = Array.from({ length: size }, () => Array(size).fill(undefined));
  /** @param {number} row @param {number} column @param {boolean} dark */
  const put = (row, column, dark) => { if (row >= 0 && column >= 0 && row < size && column < size) frame[row][column] = dark; };

  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
    for (let row = -1; row <= 7; row++) for (let column = -1; column <= 7; column++) {
      const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
      put(top + row, left + column, ring !== 2 && ring !== 4);
    }
  }
  const centres = ALIGNMENT[version - 1];
  for (const row of centres) for (const column of centres) {
    if (frame[row][column] !== undefined) continue;
    for (let down = -2; down <= 2; down++) for (let right = -2; right <= 2; right++) put(row + down, column + right, Math.max(Math.abs(down), Math.abs(right)) !== 1);
  }
  for (let at = 8; at < size - 8; at++) {
    frame[6][at] ??= at % 2 === 0;
    frame[at][6] ??= at % 2 === 0;
  }
  put(size - 8, 8, true);

  /** @param {(row: number, column: number, dark: boolean) => void} write @param {number} mask */
  const format = (write, mask) => {
    const bits = checked(mask, 10, 0x537) ^ 0x5412; // level M is 00
    for (let bit = 0; bit < 15; bit++) {
      const dark = Boolean((bits >> bit) & 1);
      write(bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, 8, dark);
      write(8, bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit, dark);
    }
  };
  format((row, column) => put(row, column, false), 0); // keeps their places
  if (version > 6) {
    const bits = checked(version, 12, 0x1f25);
    for (let bit = 0; bit < 18; bit++) {
      const dark = Boolean((bits >> bit) & 1);
      put(Math.floor(bit / 3), size - 11 + (bit % 3), dark);
      put(size - 11 + (bit % 3), Math.floor(bit / 3), dark);
    }
  }

  const bits = codewords(bytes, version).flatMap((byte) => Array.from({ length: 8 }, (_, bit) => Boolean((byte >> (7 - bit)) & 1)));
  /** @type {[number, number, boolean][]} */
  const data = [];
  let next = 0;
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the column of the timing pattern
    for (let step = 0; step < size; step++) for (const column of [right, right - 1]) {
      const row = up ? size - 1 - step : step;
      if (frame[row][column] === undefined) data.push([row, column, bits[next++] ?? false]);
    }
    up = !up;
  }

  const drawn = MASKS.map((flips, mask) => {
    const dark = frame.map((row) => row.map(Boolean));
    for (const [row, column, bit] of data) dark[row][column] = bit !== flips(row, column);
    format((row, column, bit) => { dark[row][column] = bit; }, mask);
    dark[size - 8][8] = true;
    return dark;
  });
  return drawn.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

/** The outline of a text's QR code on a square grid with the quiet zone around it. @param {string} text */
export function outline(text) {
  const dark = modules(text);
  const path = dark.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join('');
  return { path, size: dark.length + 8 };
}
