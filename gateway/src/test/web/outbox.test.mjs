import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryClaims, MemoryStore, Outbox } from '../../main/web/page/live/outbox.js';

const op = (text) => [{ m: 'set', note: 'n', text }];
const tab = (store, claims, author = 'hana') => Outbox.open({ paper: 'p', author, store, claims });

test('ops are numbered from one without gaps and kept until they are decided', async () => {
  const store = new MemoryStore();
  const outbox = await tab(store, new MemoryClaims());
  assert.match(outbox.c, /^[0-9a-f]{16}$/);
  const kept = await Promise.all([1, 2, 3].map((n) => outbox.add(op(`${n}`))));
  assert.deepEqual(kept.map(({ n }) => n), [1, 2, 3]);
  await outbox.drop(2);
  assert.deepEqual(outbox.waiting.map(({ n }) => n), [1, 3]);
  await outbox.decided(1);
  assert.deepEqual((await store.kept('p hana', outbox.c)).map(({ n }) => n), [3]);
});

test('an op is stored before it is said to be kept', async () => {
  const store = new MemoryStore();
  const outbox = await tab(store, new MemoryClaims());
  let release;
  const append = store.append.bind(store);
  store.append = async (...all) => {
    await new Promise((resolve) => { release = resolve; });
    return append(...all);
  };
  const adding = outbox.add(op('x'));
  await new Promise(setImmediate);
  assert.deepEqual(outbox.waiting, []);
  release();
  await adding;
  assert.equal(outbox.waiting.length, 1);
});

test('what cannot be stored is not kept, and what follows takes its number', async () => {
  const store = new MemoryStore();
  const outbox = await tab(store, new MemoryClaims());
  const append = store.append.bind(store);
  store.append = async () => { throw new Error('quota'); };
  await assert.rejects(outbox.add(op('lost')), /quota/);
  store.append = append;
  assert.equal((await outbox.add(op('kept'))).n, 1);
});

test('a tab that comes after a closed one goes on as the same client with the next number', async () => {
  const store = new MemoryStore();
  const claims = new MemoryClaims();
  const first = await tab(store, claims);
  await first.add(op('1'));
  await first.add(op('2'));
  await first.decided(1);
  first.close();
  const second = await tab(store, claims);
  assert.equal(second.c, first.c);
  assert.deepEqual(second.waiting, [{ n: 2, d: op('2') }]);
  assert.equal((await second.add(op('3'))).n, 3);
});

test('two tabs, and two authors, never share a client', async () => {
  const store = new MemoryStore();
  const claims = new MemoryClaims();
  const tabs = await Promise.all([tab(store, claims), tab(store, claims), tab(store, claims, 'min'), tab(store, claims)]);
  assert.equal(new Set(tabs.map(({ c }) => c)).size, 4);
  for (const each of tabs) each.close();
  const again = await Promise.all([tab(store, claims), tab(store, claims), tab(store, claims)]);
  assert.equal(new Set(again.map(({ c }) => c)).size, 3);
  assert.ok(again.every(({ c }) => tabs.some((each) => each.c === c)), 'clients are used again');
  assert.notEqual((await tab(store, claims, 'min')).c, again[0].c);
});

test('a new tab takes the client first that has something left to send', async () => {
  const store = new MemoryStore();
  const claims = new MemoryClaims();
  const [one, other] = [await tab(store, claims), await tab(store, claims)];
  await other.add(op('left'));
  one.close();
  other.close();
  assert.equal((await tab(store, claims)).c, other.c);
});

test('numbers that the ledger has forgotten are given again', async () => {
  const store = new MemoryStore();
  const outbox = await tab(store, new MemoryClaims());
  for (const text of ['1', '2', '3', '4']) await outbox.add(op(text));
  await outbox.decided(2);
  await outbox.renumber(2);
  assert.deepEqual(outbox.waiting, [{ n: 2, d: op('3') }, { n: 3, d: op('4') }]);
  assert.equal((await outbox.add(op('5'))).n, 4);
});

test('numbers the ledger knows of and the tab does not are never used', async () => {
  const outbox = await tab(new MemoryStore(), new MemoryClaims());
  await outbox.decided(9);
  assert.equal((await outbox.add(op('x'))).n, 10);
});

test('what a tab that is gone has left is sent in order, and what a tab that is there has is left alone', async () => {
  const store = new MemoryStore();
  const claims = new MemoryClaims();
  const [gone, there, here] = [await tab(store, claims), await tab(store, claims), await tab(store, claims)];
  for (const text of ['a', 'b']) await gone.add(op(text));
  await there.add(op('c'));
  const sent = [];
  await here.adopt(async (c, { n, d }) => { sent.push([c, n, d[0].text]); return 'done'; });
  assert.deepEqual(sent, []);
  gone.close();
  await here.adopt(async () => 'later');
  await here.adopt(async (c, { n, d }) => { sent.push([c, n, d[0].text]); return 'done'; });
  assert.deepEqual(sent, [[gone.c, 1, 'a'], [gone.c, 2, 'b']]);
  await here.adopt(async () => assert.fail('there is nothing left'));
  await here.adopt(async () => assert.fail('there is nothing left'));
  assert.equal(there.waiting.length, 1);
});
