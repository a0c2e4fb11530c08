import assert from 'node:assert/strict';
import test from 'node:test';
import { modules, outline } from '../../main/web/page/qr.js';

const text = (dark) => dark.map((row) => row.map((on) => (on ? '#' : '.')).join('')).join('\n');

test('a small code is the one that the standard describes', () => {
  const code = modules('https://a.example');
  assert.equal(code.length, 25);
  const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
  finder.forEach((row, index) => {
    assert.equal(text([code[index].slice(0, 7)]), row);
    assert.equal(text([code[index].slice(-7)]), row);
    assert.equal(text([code[code.length - 7 + index].slice(0, 7)]), row);
  });
  for (let at = 8; at < code.length - 8; at++) {
    assert.equal(code[6][at], at % 2 === 0);
    assert.equal(code[at][6], at % 2 === 0);
  }
});

test('both copies of the format say level M and the same mask', () => {
  for (const words of ['a', 'b'.repeat(60), 'c'.repeat(213)]) {
    const code = modules(words);
    const size = code.length;
    const first = [0, 1, 2, 3, 4, 5, 7, 8].map((row) => code[row][8]).concat([7, 5, 4, 3, 2, 1, 0].map((column) => code[8][column]));
    const second = Array.from({ length: 8 }, (_, index) => code[8][size - 1 - index]).concat(Array.from({ length: 7 }, (_, index) => code[size - 7 + index][8]));
    assert.deepEqual(first, second);
    const bits = first.reduce((sum, dark, index) => sum | (Number(dark) << index), 0) ^ 0x5412;
    assert.equal(bits >> 13, 0, 'level M');
  }
});

test('the version grows with the text, and what does not fit is refused', () => {
  assert.deepEqual([14, 15, 26, 42, 106, 180, 213].map((length) => modules('x'.repeat(length)).length), [21, 25, 25, 29, 41, 53, 57]);
  assert.throws(() => modules('x'.repeat(214)), RangeError);
  assert.equal(outline('x').size, 29);
});
