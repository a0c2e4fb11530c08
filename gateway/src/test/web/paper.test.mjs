import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryClaims, MemoryStore, Outbox } from '../../main/web/page/live/outbox.js';
import { Paper } from '../../main/web/page/live/paper.js';
import { FakeServer } from './fake-server.mjs';
import { seeded, settle, World } from './world.mjs';

const STYLE = { color: 'butter', font: 'gaegu', x: 1, y: 2, width: 200, rotation: 0 };

/** A browser: what is stored in it outlives its tabs. */
const browser = () => ({ store: new MemoryStore(), claims: new MemoryClaims() });

async function tab(world, server, { author = 'hana', at = browser(), ticket, ...more } = {}) {
  const outbox = await Outbox.open({ paper: 'p', author, ...at });
  const heard = { refused: [], ended: [], changes: [], saves: [] };
  const paper = new Paper({
    url: 'ws://x/ws/papers/p', outbox, author: { id: author, name: author }, world,
    ticket: ticket ?? (async () => author), call: server.call({ id: author, name: author }),
    listener: {
      changed: (what) => { heard.changes.push(what); if (what === 'save') heard.saves.push(`${paper.save.state} ${paper.save.count}`); },
      refused: (refusal) => heard.refused.push(refusal),
      ended: (code) => heard.ended.push(code),
    },
    ...more,
  });
  paper.start();
  return Object.assign(paper, { heard });
}

const seen = (paper) => paper.notes().map(({ id, text, x, y, version }) => ({ id, text, x, y, version }));
const agrees = (paper, server) => {
  const theirs = server.visible().map(({ id, text, x, y, version }) => ({ id, text, x, y, version }));
  const byId = (one, other) => (one.id < other.id ? -1 : 1);
  assert.deepEqual(seen(paper).sort(byId), theirs.sort(byId));
};
const quiet = (world, ...papers) => world.until(() => papers.every((paper) => paper.save.state === 'saved' && paper.connection.status === 'live'), 'all is saved');
const once = (server) => {
  const keys = server.entries.map(([c, n]) => `${c} ${n}`);
  assert.equal(new Set(keys).size, keys.length, 'an op has effect once');
};

test('what is written is seen at once, saved after, and then seen by the others', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  const adding = one.add({ ...STYLE, text: '축하해!' });
  assert.equal(one.notes()[0].text, '축하해!');
  assert.deepEqual({ ...one.save }, { state: 'saving', count: 1, durable: false });
  const id = await adding;
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(one.isSaving(id));
  await quiet(world, one, other);
  assert.ok(!one.isSaving(id));
  agrees(one, server);
  agrees(other, server);
});

test('an op is stored before it is sent', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const at = browser();
  const paper = await tab(world, server, { at });
  await quiet(world, paper);
  let release;
  const append = at.store.append.bind(at.store);
  at.store.append = async (...all) => {
    await new Promise((resolve) => { release = resolve; });
    return append(...all);
  };
  const adding = paper.add({ ...STYLE, text: 'x' });
  await world.pass(2_000);
  assert.equal(server.q, 0);
  release();
  await adding;
  await quiet(world, paper);
  assert.equal(server.q, 1);
});

test('what cannot be stored is not shown, not sent, and said', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const at = browser();
  const paper = await tab(world, server, { at });
  at.store.append = async () => { throw new Error('quota'); };
  await assert.rejects(paper.add({ ...STYLE, text: 'x' }), /quota/);
  assert.deepEqual(paper.notes(), []);
  await assert.rejects(paper.add({ ...STYLE, text: 'x'.repeat(20_000) }), (problem) => problem.code === 'size');
});

// What is lost with the connection: nothing, the op on its way in, or its return; told by where the frames are stopped.
for (const [what, lose] of Object.entries({
  'before it is sent': (world) => { world.cut(); },
  'on its way in': async (world) => { await world.pass(0); world.cut(); },
  'with the answer on its way out': async (world, server) => {
    await world.until(() => server.q === 1);
    world.cut();
  },
})) {
  test(`an op is sent again, exactly, when the connection is lost ${what}`, async () => {
    const server = new FakeServer();
    const world = new World(server, 7);
    const paper = await tab(world, server);
    await quiet(world, paper);
    await paper.add({ ...STYLE, text: 'once' });
    await lose(world, server);
    assert.ok(paper.notes().some(({ text }) => text === 'once'), 'it stays in sight');
    await quiet(world, paper);
    assert.equal(server.q, 1);
    agrees(paper, server);
    const sent = server.received.filter(({ t }) => t === 'op').map(({ n, d }) => JSON.stringify([n, d]));
    assert.ok(new Set(sent).size === 1);
  });
}

test('after a welcome only what is not decided is sent again, in order', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  server.meddle = (frame) => (frame.t === 'ops' ? [] : [frame]); // the answers are lost
  for (const text of ['1', '2', '3']) await paper.add({ ...STYLE, text });
  await world.until(() => server.q === 3);
  world.network = false;
  for (const text of ['4', '5']) await paper.add({ ...STYLE, text });
  await world.pass(100);
  server.meddle = (frame) => [frame];
  server.received = [];
  world.cut();
  world.network = true;
  await quiet(world, paper);
  assert.deepEqual(server.received.filter(({ t }) => t === 'op').map(({ n }) => n), [4, 5]);
  assert.equal(server.received.find(({ t }) => t === 'hello').q, 0);
  agrees(paper, server);
});

test('what was decided unseen does not flicker before it comes back', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  const lost = [];
  server.meddle = (frame) => (frame.t === 'ops' ? [] : [frame]);
  await paper.add({ ...STYLE, text: 'steady' });
  await world.until(() => server.q === 1);
  paper.listener.changed = () => { if (!paper.notes().some(({ text }) => text === 'steady')) lost.push(world.time); };
  server.meddle = (frame) => [frame];
  world.cut();
  await quiet(world, paper);
  await world.pass(100);
  assert.deepEqual(lost, []);
  agrees(paper, server);
});

test('a tab that was closed with unsent words sends them when the paper is opened again, once', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const at = browser();
  const first = await tab(world, server, { at });
  await quiet(world, first);
  world.network = false;
  const id = await first.add({ ...STYLE, text: 'offline' });
  await first.set(id, { text: 'offline, better' });
  await world.pass(60_000);
  assert.deepEqual([first.save.state, first.save.count], ['offline', 2]);
  first.close();
  const second = await tab(world, server, { at });
  assert.equal(second.notes()[0].text, 'offline, better');
  world.network = true;
  await quiet(world, second);
  assert.equal(server.q, 2);
  agrees(second, server);
  second.close();
  const third = await tab(world, server, { at });
  await quiet(world, third);
  await third.add({ ...STYLE, text: 'more' });
  await quiet(world, third);
  assert.deepEqual(server.entries.map(([, n]) => n), [1, 2, 3]);
});

test('a tab that is there sends what another left that is gone', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const at = browser();
  const [stays, goes] = [await tab(world, server, { at }), await tab(world, server, { at })];
  await quiet(world, stays, goes);
  world.network = false;
  await goes.add({ ...STYLE, text: 'left behind' });
  goes.close();
  server.twin = true;
  world.cut();
  world.network = true;
  await world.until(() => server.q === 1, 'it is sent');
  await world.pass(100);
  agrees(stays, server);
  await world.pass(120_000);
  assert.equal(server.q, 1);
});

test('duplicated frames change nothing', async () => {
  const server = new FakeServer();
  const world = new World(server);
  server.meddle = (frame) => [frame, frame];
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  for (let k = 0; k < 10; k++) await (k % 2 ? one : other).add({ ...STYLE, text: `${k}` });
  await quiet(world, one, other);
  await world.pass(1_000);
  agrees(one, server);
  agrees(other, server);
  once(server);
});

test('a missing or reordered entry is noticed and answered by the whole paper', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  let held;
  server.meddle = (frame, peer) => {
    if (frame.t !== 'ops' || peer.author.id !== 'min') return [frame];
    if (!held) { held = frame; return []; }
    const late = held;
    held = null;
    return [frame, late];
  };
  for (let k = 0; k < 6; k++) await one.add({ ...STYLE, text: `${k}` });
  await quiet(world, one);
  await world.pass(2_000);
  assert.ok(server.received.some(({ t }) => t === 'resync'));
  agrees(other, server);
  assert.ok(seen(other).length === 6);
});

test('an op that a snapshot holds, and that will not come back by itself, is known to be saved', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  server.meddle = (frame, peer) => (frame.t === 'ops' && peer.author.id === 'hana' ? [] : [frame]);
  await one.add({ ...STYLE, text: 'unanswered' });
  await world.until(() => server.q === 1);
  server.meddle = (frame) => [frame];
  await other.add({ ...STYLE, text: 'next' });
  await world.until(() => server.q === 2);
  await world.pass(200);
  assert.deepEqual([one.save.state, world.dialled.length], ['saved', 2]);
  assert.equal(server.received.filter(({ t, session }) => t === 'op' && session === 's1').length, 1, 'it is not sent again');
  agrees(one, server);
});

test('a welcome in between does not send again what is on its way', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  const [peer] = server.peers;
  peer.welcome();
  for (const text of ['1', '2', '3']) await paper.add({ ...STYLE, text });
  peer.snapshot();
  await quiet(world, paper);
  await world.pass(200);
  assert.deepEqual(server.received.filter(({ t }) => t === 'op').map(({ n }) => n), [1, 2, 3]);
  agrees(paper, server);
});

test('a snapshot whose parts come out of order, twice or with entries between is never taken', async () => {
  for (const scramble of [(frames) => [frames[1], frames[0], frames[2]], (frames) => [frames[0], frames[0], frames[1], frames[2]], (frames) => [frames[0], frames[2]],
    (frames) => [frames[0], { t: 'ops', e: 1, f: 8, o: [] }, frames[1], frames[2]]]) {
    const server = new FakeServer();
    const world = new World(server);
    const writer = await tab(world, server, { author: 'min' });
    await quiet(world, writer);
    for (let k = 0; k < 7; k++) await writer.add({ ...STYLE, text: `${k}` });
    await quiet(world, writer);
    const held = [];
    let done = false;
    server.meddle = (frame) => {
      if (frame.t !== 'snap' || done) return [frame];
      held.push(frame);
      if (held.length < 3) return [];
      done = true;
      return scramble(held);
    };
    const paper = await tab(world, server);
    const sizes = new Set();
    paper.listener.changed = (what) => { if (what === 'notes') sizes.add(paper.replica.notes.size); };
    await world.until(() => paper.notes().length === 7 && paper.connection.status === 'live');
    await world.pass(30_000);
    agrees(paper, server);
    assert.deepEqual([...sizes].filter((size) => size !== 0 && size !== 7), [], 'never a part of it');
  }
});

test('an older snapshot than what is known is followed by what came after it', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  for (let k = 0; k < 3; k++) await paper.add({ ...STYLE, text: `${k}` });
  await quiet(world, paper);
  const [peer] = server.peers;
  peer.send({ t: 'snap', e: 1, q: 1, part: 1, of: 1, notes: [server.notes.get(server.entries[0][4][0].note)].map(({ deleted, ...note }) => note) });
  peer.send({ t: 'ops', e: 1, f: 2, o: server.entries.slice(1) });
  await world.pass(200);
  agrees(paper, server);
});

test('no answer to a resync ends the connection, and the next begins anew', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  server.meddle = (frame) => (frame.t === 'snap' ? [] : [frame]);
  [...server.peers][0].send({ t: 'ops', e: 1, f: 5, o: [['x', 1, {}, 't', []]] });
  await world.until(() => paper.connection.status !== 'live');
  server.meddle = (frame) => [frame];
  await quiet(world, paper);
});

test('a final refusal takes the op back, tells, and what follows goes on', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  server.refuse = (n) => (n === 2 ? { code: 'full', retry: false } : undefined);
  for (const text of ['1', '2', '3']) await paper.add({ ...STYLE, text });
  await quiet(world, paper);
  assert.deepEqual(paper.heard.refused.map(({ code, mutations }) => [code, mutations[0].text]), [['full', '2']]);
  assert.deepEqual(seen(paper).map(({ text }) => text), ['1', '3']);
  agrees(paper, server);
});

test('a refusal whose message was lost is told too', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  server.refuse = () => ({ code: 'full', retry: false });
  server.meddle = (frame) => (frame.t === 'rej' ? [] : [frame]);
  await paper.add({ ...STYLE, text: 'lost' });
  await world.pass(200);
  world.cut();
  await quiet(world, paper);
  assert.deepEqual(paper.heard.refused.map(({ code, mutations }) => [code, mutations[0].text]), [['unknown', 'lost']]);
});

test('refusals that ask for patience are obeyed, and the order is kept', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  let storage = 4;
  server.refuse = (n) => (n === 3 && storage-- > 0 ? { code: 'storage', retry: true } : undefined);
  const begun = world.time;
  for (let k = 1; k <= 6; k++) await paper.add({ ...STYLE, text: `${k}` });
  await quiet(world, paper);
  assert.deepEqual(server.entries.map(([, n]) => n), [1, 2, 3, 4, 5, 6]);
  assert.ok(world.time - begun > 3_500 / 2, 'with growing pauses');
  agrees(paper, server);
});

test('the only op is sent again when the store could not take it', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  let storage = 2;
  server.refuse = () => (storage-- > 0 ? { code: 'busy', retry: true } : undefined);
  await paper.add({ ...STYLE, text: 'alone' });
  await quiet(world, paper);
  agrees(paper, server);
  assert.equal(server.received.filter(({ t }) => t === 'op').length, 3);
});

test('entries that overlap what is known are taken from where they are new', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  const id = await one.add({ ...STYLE, text: '0' });
  for (let k = 1; k < 5; k++) await one.set(id, { x: k });
  await quiet(world, one);
  await world.pass(100);
  for (const peer of server.peers) peer.send({ t: 'ops', e: 1, f: 2, o: server.entries.slice(1, 3) });
  await world.pass(100);
  assert.deepEqual([other.notes()[0].x, other.replica.q], [4, 5]);
  agrees(other, server);
  assert.ok(!server.received.some(({ t }) => t === 'resync'));
});

test('much that was written offline is sent no faster than allowed', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  world.network = false;
  for (let k = 0; k < 150; k++) await paper.add({ ...STYLE, text: `${k}` });
  world.cut();
  world.network = true;
  await world.until(() => paper.connection.status === 'live');
  const times = [];
  const submit = server.submit.bind(server);
  server.submit = (...all) => { times.push(world.time); return submit(...all); };
  await quiet(world, paper);
  times.forEach((time, index) => {
    const within = times.filter((each) => each >= time && each < time + 1_000).length;
    assert.ok(within <= 60 + 20, `${within} within a second from number ${index}`);
  });
  agrees(paper, server);
});

test('a ledger that was set back takes what it had lost sight of under new numbers, and the paper follows', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  for (let k = 0; k < 5; k++) await paper.add({ ...STYLE, text: `${k}` });
  await quiet(world, paper);
  world.network = false;
  await paper.add({ ...STYLE, text: 'waiting' });
  server.setBack(2);
  world.cut();
  world.network = true;
  await quiet(world, paper);
  assert.deepEqual(server.entries.map(([, n]) => n), [1, 2, 3]);
  agrees(paper, server);
});

test('a gap that has been filled by the time it is told changes no numbers', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  for (let k = 0; k < 3; k++) await paper.add({ ...STYLE, text: `${k}` });
  await quiet(world, paper);
  server.silent = true;
  await paper.add({ ...STYLE, text: 'waiting' });
  [...server.peers][0].send({ t: 'rej', n: 4, code: 'gap', want: 2, retry: true });
  server.silent = false;
  await quiet(world, paper);
  assert.deepEqual(server.entries.map(([, n]) => n), [1, 2, 3, 4]);
  agrees(paper, server);
});

test('pauses grow from half a second to thirty with full jitter', async () => {
  const server = new FakeServer();
  server.open = false;
  const gaps = [];
  for (let seed = 1; seed <= 30; seed++) {
    const world = new World(server, seed);
    const paper = await tab(world, server, { call: undefined });
    await world.pass(600_000);
    const times = world.dialled;
    times.slice(1).forEach((time, index) => (gaps[index] ??= []).push(time - times[index]));
    paper.close();
    const dialled = world.dialled.length;
    await world.pass(100_000);
    assert.equal(world.dialled.length, dialled, 'closed is closed');
  }
  for (let attempt = 0; attempt < 10; attempt++) {
    const longest = Math.min(30_000, 500 * 2 ** attempt);
    assert.ok(gaps[attempt].every((gap) => gap <= longest + 41), `attempt ${attempt}: ${Math.max(...gaps[attempt])}`);
    assert.ok(Math.max(...gaps[attempt]) > longest * 0.6 && Math.min(...gaps[attempt]) < longest * 0.4 + 21, `attempt ${attempt} is spread`);
  }
});

test('a server that welcomes and hangs up is not stormed', async () => {
  const server = new FakeServer();
  const world = new World(server);
  await tab(world, server);
  const connected = server.connected.bind(server);
  server.connected = (socket) => {
    const peer = connected(socket);
    const hello = peer.hello.bind(peer);
    peer.hello = (frame) => { hello(frame); peer.bye(4001); };
    return peer;
  };
  await world.pass(1);
  world.cut();
  await world.pass(300_000);
  assert.ok(world.dialled.length < 60, `${world.dialled.length} attempts in five minutes`);
});

test('it never comes back when it is told so', async () => {
  for (const code of [4500, 4501, 4502, 4503, 4504, 4506, 4507, 4508]) {
    for (const told of [true, false]) {
      const server = new FakeServer();
      const world = new World(server);
      const paper = await tab(world, server);
      await quiet(world, paper);
      if (told) [...server.peers][0].bye(code);
      else world.cut(code);
      await world.pass(400_000);
      assert.equal(world.dialled.length, 1);
      assert.deepEqual(paper.heard.ended, [code]);
    }
  }
  // A proxy that rewrites the code does not change that.
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  const [peer] = server.peers;
  peer.send({ t: 'bye', code: 4507, retry: false, after: 0 });
  peer.socket.closeByServer(1002);
  await world.pass(400_000);
  assert.equal(world.dialled.length, 1);
});

test('a bye that says when is obeyed, and an old ticket is replaced', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const asked = [];
  const paper = await tab(world, server, { ticket: async ({ fresh }) => { asked.push(fresh); return fresh ? 'hana' : asked.length > 1 ? 'old' : 'hana'; } });
  await quiet(world, paper);
  [...server.peers][0].bye(4006, { after: 5_000 });
  const then = world.time;
  await world.until(() => world.dialled.length === 2);
  assert.ok(world.time - then >= 5_000);
  await quiet(world, paper);
  assert.deepEqual(asked, [false, false, true]);
});

test('a bad ticket is final, and a ticket that cannot be had now is not', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const bad = await tab(world, server, { ticket: async () => 'bad' });
  await world.pass(60_000);
  assert.deepEqual(bad.heard.ended, [4502]);
  let tries = 0;
  const unlucky = await tab(world, server, { ticket: async () => { if (++tries < 4) throw new Error('network'); return 'hana'; } });
  await quiet(world, unlucky);
  assert.equal(tries, 4);
});

test('go moves the connection in time and nobody notices', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const papers = await Promise.all(Array.from({ length: 10 }, (_, k) => tab(world, server, { author: `a${k}` })));
  await quiet(world, ...papers);
  for (const paper of papers) paper.heard.saves = [];
  world.dialled = [];
  const then = world.time;
  for (const peer of [...server.peers]) peer.send({ t: 'go', in: 1_500, why: 'drain' });
  await world.pass(1_600);
  await quiet(world, ...papers);
  assert.equal(world.dialled.length, 10);
  assert.ok(world.dialled.every((time) => time - then <= 1_550));
  assert.ok(Math.max(...world.dialled) - Math.min(...world.dialled) > 400, 'spread');
  for (const paper of papers) assert.deepEqual(paper.heard.saves, []);
});

test('silence is noticed and a new connection made', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  await world.pass(120_000);
  assert.equal(world.dialled.length, 1);
  assert.ok(server.received.filter(({ t }) => t === 'ping').length >= 4);
  world.network = false; // nothing is closed, nothing arrives
  await paper.add({ ...STYLE, text: 'into the void' });
  await world.pass(36_000);
  assert.ok(world.dialled.length > 1);
  assert.equal(paper.save.state, 'offline');
  world.network = true;
  await quiet(world, paper);
  agrees(paper, server);
});

test('who only looks on is heard of all the same, however much is going on', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  for (let second = 0; second < 120; second += 5) {
    for (const peer of server.peers) peer.send({ t: 'live', l: [['s9', 'cursor', { x: second, y: 1 }]] });
    await world.pass(5_000);
  }
  assert.ok(server.received.filter(({ t }) => t === 'ping').length >= 4);
  assert.equal(world.dialled.length, 1);
});

test('a server that takes the connection and says nothing is left', async () => {
  const server = new FakeServer();
  const world = new World(server);
  server.meddle = () => [];
  const paper = await tab(world, server);
  await world.pass(11_000);
  assert.notEqual(paper.connection.status, 'live');
  server.meddle = (frame) => [frame];
  await quiet(world, paper);
});

test('probing and hurrying shorten the wait', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server, { call: undefined });
  await quiet(world, paper);
  world.network = false;
  paper.connection.probe();
  await world.pass(6_000);
  assert.notEqual(paper.connection.status, 'live');
  await world.pass(300_000);
  await world.until(() => paper.connection.status === 'waiting');
  world.network = true;
  paper.connection.hurry();
  await world.pass(700);
  assert.equal(paper.connection.status, 'live');
});

test('the save state is honest', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  paper.heard.saves = [];
  const id = await paper.add({ ...STYLE, text: 'x' });
  await quiet(world, paper);
  server.silent = true; // taken and not decided
  await paper.set(id, { text: 'y' });
  await world.pass(1_000);
  world.network = false;
  world.cut();
  await world.pass(4_000);
  await paper.set(id, { text: 'z' });
  await world.pass(2_000);
  server.silent = false;
  world.network = true;
  await quiet(world, paper);
  assert.deepEqual(paper.heard.saves, ['saving 1', 'saved 0', 'saving 1', 'offline 1', 'offline 2', 'saving 2', 'saving 1', 'saved 0']);
});

test('without sockets the paper is read and written over plain HTTP, and the socket is taken when it is there', async () => {
  const server = new FakeServer();
  const world = new World(server);
  server.open = false;
  server.twin = true;
  server.append({ id: 'min', name: 'min' }, 'ffffffffffffffff', 1, [{ m: 'add', note: 'n0', ...STYLE, text: 'there' }]);
  const paper = await tab(world, server);
  await paper.add({ ...STYLE, text: 'here' });
  await world.until(() => paper.save.state === 'saved', 'it is saved without a socket', 30_000);
  assert.equal(server.q, 2);
  await world.pass(5_000);
  agrees(paper, server);
  server.append({ id: 'min', name: 'min' }, 'ffffffffffffffff', 2, [{ m: 'set', note: 'n0', text: 'changed' }]);
  await world.pass(5_000);
  agrees(paper, server);
  server.open = true;
  await quiet(world, paper);
  assert.ok(server.received.some(({ t, q }) => t === 'hello' && q === 3));
  await paper.add({ ...STYLE, text: 'by socket' });
  await quiet(world, paper);
  agrees(paper, server);
  assert.deepEqual(server.entries.map(([c, n]) => [c === paper.outbox.c, n]), [[false, 1], [true, 1], [false, 2], [true, 2]]);
});

test('plain HTTP follows a ledger that was set back', async () => {
  const server = new FakeServer();
  const world = new World(server);
  server.open = false;
  server.twin = true;
  const paper = await tab(world, server);
  for (let k = 0; k < 4; k++) await paper.add({ ...STYLE, text: `${k}` });
  await world.until(() => server.q === 4);
  await world.pass(5_000);
  server.setBack(1);
  await paper.add({ ...STYLE, text: 'after' });
  await world.pass(12_000);
  agrees(paper, server);
  assert.deepEqual(server.entries.map(([, n]) => n), [1, 2]);
});

test('sealing is known at once, ends what is being done, and refuses what comes late', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  other.say('draft:n1', { text: 'almost' });
  await world.pass(200);
  assert.equal(one.drafts().length, 1);
  server.life('seal');
  const late = one.add({ ...STYLE, text: 'too late' });
  await late;
  await world.pass(500);
  assert.deepEqual([one.state, other.state], ['sealed', 'sealed']);
  assert.deepEqual([one.drafts(), one.heard.refused.map(({ code }) => code), one.notes(), one.save.state], [[], ['sealed'], [], 'saved']);
  server.life('deliver');
  await world.pass(500);
  assert.equal(other.state, 'delivered');
});

test('a store that takes no writes is said and is not the end of the paper', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  const [peer] = server.peers;
  peer.send({ t: 'state', state: 'readonly' });
  await world.pass(100);
  assert.deepEqual([paper.state, paper.readonly], ['open', true]);
  peer.send({ t: 'state', state: 'open' });
  await world.pass(100);
  assert.deepEqual([paper.state, paper.readonly], ['open', false]);
});

for (const early of [true, false]) test(`who is here and what they write is seen, and ends when they leave; told ${early ? 'before' : 'after'} the welcome`, async () => {
  const server = new FakeServer();
  server.early = early;
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  await world.pass(100);
  assert.deepEqual(one.people(), [{ author: 'min', name: 'min', role: 'writer', writing: false }]);
  other.say('draft:n1', { text: '축' });
  await world.pass(100);
  assert.deepEqual(one.drafts().map(({ note, name, s }) => [note, name, s.text]), [['n1', 'min', '축']]);
  assert.ok(one.people()[0].writing);
  assert.deepEqual(other.drafts(), [], 'one does not hear oneself');
  other.say('draft:n1', null);
  await world.pass(100);
  assert.deepEqual(one.drafts(), []);
  other.say('draft:n1', { text: '다시' });
  await world.pass(100);
  world.cut();
  await quiet(world, one, other);
  await world.pass(100);
  assert.deepEqual([one.people().length, other.people().length, one.drafts().length], [1, 1, 1], 'still, and once, after a reconnection');
  other.close();
  await world.pass(100);
  assert.deepEqual([one.drafts(), one.people()], [[], []]);
});

test('what is being written is told again after a reconnection', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  other.say('draft:n1', { text: 'still here' });
  await world.pass(100);
  world.cut();
  await quiet(world, one, other);
  await world.pass(200);
  other.say('cursor', { x: 1 });
  await world.pass(100);
  assert.equal(one.drafts()[0]?.s.text, 'still here');
});

test('the live lane tells the first at once, then the newest at most thirty times a second', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  await world.pass(1_000);
  server.received = [];
  const begun = world.time;
  paper.say('draft:n', { text: '0' });
  await world.pass(21);
  assert.equal(server.received.length, 1);
  for (let k = 1; k <= 400; k++) {
    paper.say('draft:n', { text: `${k}` });
    paper.say('drag:m', { x: k, y: k });
    await world.pass(5);
  }
  paper.say('draft:n', null);
  await world.pass(200);
  const lane = server.received.filter(({ t }) => t === 'live');
  assert.ok(lane.length <= 1 + ((world.time - begun) / 1_000) * 30, `${lane.length}`);
  assert.ok(lane.length > 45);
  assert.equal(lane.filter(({ k }) => k === 'draft:n').at(-1).s, null);
  assert.equal(lane.filter(({ k }) => k === 'drag:m').at(-1).s.x, 400);
});

test('a draft that is too long for the lane is told by its end', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  other.say('draft:n', { text: `${'가'.repeat(1_500)}끝👩‍👧`, x: 3 });
  await world.pass(200);
  const { text, x } = one.drafts()[0].s;
  assert.ok(text.startsWith('…') && text.endsWith('끝👩‍👧') && x === 3);
});

test('nobody moves or rewrites what is not theirs, not even for show', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const [one, other] = [await tab(world, server), await tab(world, server, { author: 'min' })];
  await quiet(world, one, other);
  const id = await one.add({ ...STYLE, text: 'mine' });
  await quiet(world, one, other);
  other.say(`drag:${id}`, { x: 1, y: 1 });
  other.say(`draft:${id}`, { text: 'pwned' });
  await world.pass(300);
  assert.deepEqual([one.drags(), one.drafts()], [[], []]);
});

test('frames of a newer server are passed over, and what is no frame ends the connection only', async () => {
  const server = new FakeServer();
  const world = new World(server);
  const paper = await tab(world, server);
  await quiet(world, paper);
  const [peer] = server.peers;
  peer.send({ t: 'confetti' });
  await world.pass(100);
  assert.equal(paper.connection.status, 'live');
  peer.socket.deliver('{"t":');
  await world.until(() => world.dialled.length === 2);
  await quiet(world, paper);
});

/* --- everything at once --- */

async function weather(seed) {
  const random = seeded(seed);
  const server = new FakeServer();
  const world = new World(server, seed + 1_000);
  server.twin = random() < 0.5;
  server.history = random() < 0.5 ? 1_000 : 2;
  server.limits = { ...server.limits, ops: 200, burst: 500 };
  server.refuse = () => (random() < 0.04 ? { code: 'full', retry: false } : random() < 0.06 ? { code: 'storage', retry: true } : undefined);
  server.meddle = (frame) => (frame.t === 'ops' && random() < 0.05 ? [frame, frame] : frame.t === 'ops' && random() < 0.03 ? [] : [frame]);
  const places = ['hana', 'min', 'jun'].map((author) => ({ author, at: browser() }));
  const papers = await Promise.all(places.map((place) => tab(world, server, place)));
  const written = new Map();
  const taken = new Set(); // by their authors
  const refused = new Set();
  const collect = (paper) => paper.heard.refused.forEach(({ mutations }) => mutations.forEach(({ text }) => text && refused.add(text)));
  for (let step = 0; step < 120; step++) {
    const who = Math.floor(random() * papers.length);
    const paper = papers[who];
    const own = paper.notes().filter((note) => note.author.id === paper.author.id);
    const dice = random();
    const text = `${seed}.${step}`;
    if (dice < 0.35 || !own.length) {
      const note = paper.newNoteId();
      written.set(text, note);
      paper.add({ ...STYLE, text }, note);
    } else if (dice < 0.5) {
      paper.set(own[0].id, { text, x: step });
    } else if (dice < 0.55) {
      const note = own[Math.floor(random() * own.length)];
      taken.add(note.id);
      paper.remove(note.id);
    } else if (dice < 0.62) {
      world.cut();
    } else if (dice < 0.66) {
      [...server.peers][0]?.bye([4000, 4001, 4002, 4005][Math.floor(random() * 4)]);
    } else if (dice < 0.69) {
      [...server.peers][0]?.send({ t: 'go', in: 500, why: 'drain' });
    } else if (dice < 0.74) {
      world.network = !world.network;
    } else if (dice < 0.79) {
      await settle();
      await paper.outbox.settled();
      collect(paper);
      paper.close();
      papers[who] = await tab(world, server, places[who]);
    } else if (dice < 0.82) {
      server.open = !server.open;
    }
    await world.pass(Math.floor(random() * (random() < 0.1 ? 4_000 : 60)));
  }
  world.network = true;
  server.open = true;
  server.refuse = () => undefined;
  server.meddle = (frame) => [frame];
  world.cut();
  await quiet(world, ...papers);
  await world.pass(1_000);
  once(server);
  papers.forEach((paper) => { collect(paper); agrees(paper, server); });
  const added = server.entries.flatMap(([, , , , d]) => d).filter(({ m }) => m === 'add').map(({ text }) => text);
  assert.equal(new Set(added).size, added.length, 'no note came twice');
  for (const [c, list] of Map.groupBy?.(server.entries, ([each]) => each) ?? []) {
    assert.deepEqual(list.map(([, n]) => n), list.map(([, n]) => n).sort((one, other) => one - other), c);
  }
  const missing = [...written].filter(([text, note]) => !added.includes(text) && !refused.has(text) && !taken.has(note)).map(([text]) => text);
  return { missing, entries: server.q };
}

test('in any weather the paper becomes what the ledger says, and each op has effect once', async () => {
  let entries = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const result = await weather(seed);
    entries += result.entries;
    assert.deepEqual(result.missing, [], `seed ${seed}`);
  }
  assert.ok(entries > 1_500, `${entries}`);
});
