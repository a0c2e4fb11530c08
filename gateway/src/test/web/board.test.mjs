import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { apply, inFront, stacking } from '../../main/web/page/live/board.js';
import { seeded } from './world.mjs';

const folder = new URL('../../../../common/src/main/resources/contracts/board/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const byId = (one, other) => (one.id < other.id ? -1 : 1);

test('the shared cases are there', () => assert.ok(files.length >= 20));

for (const file of files) {
  const { name, ops, notes } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  test(`shared case: ${name}`, () => {
    const board = ops.reduce(apply, new Map());
    assert.deepEqual([...board.values()].sort(byId), notes.sort(byId));
  });
}

test('default orders compare as numbers do', () => {
  const random = seeded(3);
  const seqs = Array.from({ length: 500 }, () => Math.floor(random() * 10 ** Math.floor(random() * 10)));
  const sorted = [...seqs].sort((one, other) => one - other);
  assert.deepEqual(seqs.map(inFront).sort(), sorted.map(inFront));
});

test('the stacking order is total', () => {
  const notes = [{ z: 'b', id: '1' }, { z: 'a', id: '2' }, { z: 'a', id: '1' }, { z: 'Z', id: '9' }];
  assert.deepEqual(notes.sort(stacking).map(({ z, id }) => z + id), ['Z9', 'a1', 'a2', 'b1']);
  assert.equal(stacking(notes[0], notes[0]), 0);
});

test('notes are replaced and never changed', () => {
  const first = apply(new Map(), { seq: 1, author: { id: 'a', name: 'a' }, at: 't', d: [{ m: 'add', note: 'n', text: 'x' }] });
  const before = Object.freeze(first.get('n'));
  apply(first, { seq: 2, author: { id: 'a', name: 'a' }, at: 't', d: [{ m: 'set', note: 'n', text: 'y' }, { m: 'del', note: 'n' }] });
  assert.equal(before.text, 'x');
});

test('whatever happens after its deletion, a note stays deleted; in any ledger', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seeded(seed);
    const board = new Map();
    const deleted = new Set();
    for (let seq = 1; seq <= 200; seq++) {
      const note = `n${Math.floor(random() * 12)}`;
      const m = ['add', 'set', 'set', 'del'][Math.floor(random() * 4)];
      if (m === 'del' && board.has(note)) deleted.add(note);
      apply(board, { seq, author: { id: 'a', name: 'a' }, at: 't', d: [{ m, note, text: `t${seq}` }] });
      for (const id of deleted) assert.deepEqual([board.get(id).deleted, board.get(id).text], [true, '']);
    }
  }
});
