/** A paper that is written together, as it is seen: the notes, and what everybody is doing to them right now. */
import { stacking, inFront } from './live/board.js';
import { browserStorage, Outbox } from './live/outbox.js';
import { Paper } from './live/paper.js';
import { companyView, newsOfNotes, tint } from './company.js';
import { COLOURS, FONTS, openComposer } from './composer.js';
import { ask, dialog, field, h, say, sentence, show, tell } from './dom.js';
import { countOfNotes, knows, t } from './words.js';

const WIDE = 1000; // a paper is this many units wide, on every screen
const COLUMNS = 4;
const ACROSS = 215;
const BIG = '(min-width: 720px)';

const clamp = (value, low, high, otherwise) => (Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise);

/** What others send of what they do is not checked by the ledger: it is looked at before it is shown. */
const presentable = (s) => ({
  ...(typeof s.text === 'string' ? { text: s.text.slice(0, 4000) } : {}),
  ...(COLOURS.includes(s.color) ? { color: s.color } : {}),
  ...(FONTS.includes(s.font) ? { font: s.font } : {}),
  ...Object.fromEntries([['x', 0, WIDE], ['y', 0, 100_000], ['width', 80, WIDE], ['rotation', -45, 45]]
    .filter(([key]) => Number.isFinite(s[key])).map(([key, low, high]) => [key, clamp(s[key], low, high)])),
});

/**
 * Shows a paper and keeps it up to date.
 * @returns {Promise<() => void>} how to stop
 */
export async function boardView(api, first) {
  let about = first;
  const author = api.author();
  const { store, claims } = await browserStorage();
  const outbox = await Outbox.open({ paper: api.id, author: api.keeper, store, claims });
  const news = newsOfNotes();
  const head = h('section', { class: 'paper-head' });
  const board = h('ul', { class: `board theme-${about.theme}`, 'aria-label': about.title });
  const hint = h('p', { class: 'hint' });
  /** what this person is writing or moving, by note */
  const own = new Map();
  let composer = null;
  let writing = null; // the note that is being written
  let ended = false;

  const paper = new Paper({
    url: api.socketUrl, outbox, author, state: about.state, role: about.role, ticket: api.ticket,
    call: (method, path, options) => api.call(method, path, options),
    listener: { changed: hear, refused, ended: over },
  });
  const company = companyView(paper);
  show(head, board, hint);

  const mayWrite = () => paper.state === 'open' && ['owner', 'writer'].includes(paper.role);
  const mine = (note) => note.author.id === paper.author.id;

  /* --- drawing, at most once a frame --- */

  let due = new Set();
  function hear(what) {
    if (!due.size) requestAnimationFrame(draw);
    due.add(what);
  }

  function draw() {
    const now = due;
    due = new Set();
    if (ended) return;
    if (now.has('state')) turned();
    if (now.has('state') || now.has('notes')) drawHead();
    if (now.has('notes') || now.has('live') || now.has('state') || now.has('people')) drawBoard();
    company.drawPeople();
    company.drawSave();
    if (writing?.done && !paper.isSaving(writing.done)) hush(writing.done);
  }

  /** The paper takes a turn: said once, and nothing stays open that cannot be done any more. */
  let known = paper.state;
  function turned() {
    if (paper.readonly) say(t('storeAway'));
    if (known === paper.state) return;
    known = paper.state;
    about = { ...about, state: known };
    composer?.close(true);
    own.clear();
    say(t({ sealed: 'nowSealed', delivered: 'nowDelivered', cancelled: 'nowCancelled' }[known] ?? 'back'));
  }

  let headShown = '';
  function drawHead() {
    const notes = paper.notes();
    const key = JSON.stringify([about, paper.state, paper.role, notes.length, paper.loaded, Boolean(composer)]);
    if (key === headShown) return;
    headShown = key;
    const focused = document.activeElement?.dataset?.key;
    const owner = paper.role === 'owner';
    const settle = (word, deed, question) => h('button', { class: 'quiet', 'data-key': word, onclick: async () => {
      if (!(await ask(question))) return;
      try { about = await deed(); paper.state = about.state; hear('state'); } catch (problem) { say(sentence(problem)); }
    } }, t(word));
    head.replaceChildren(
      h('p', { class: 'eyebrow' }, t('to', { name: about.recipient.name })), h('h1', {}, about.title),
      h('p', { class: 'facts' }, h('span', { class: `state ${paper.state}` }, t(paper.state)), paper.loaded || notes.length ? countOfNotes(notes.length) : ''),
      company.element,
      h('div', { class: 'row deeds' },
        mayWrite() && h('button', { class: 'main write', 'data-key': 'write', disabled: Boolean(composer), onclick: () => compose() }, h('span', { 'aria-hidden': 'true' }, '✎'), t('write')),
        owner && paper.state === 'open' && h('button', { class: 'quiet', 'data-key': 'link', onclick: makeLink }, t('makeLink')),
        owner && paper.state === 'open' && settle('seal', api.seal, t('sealAsk')),
        owner && ['open', 'sealed'].includes(paper.state) && settle('deliver', api.deliver, t('deliverAsk', { name: about.recipient.name }))));
    hint.textContent = mayWrite() && notes.some(mine) ? t('moveHint') : '';
    if (focused) head.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** @type {Map<string, ReturnType<typeof noteView>>} */
  const views = new Map();
  let loadedBefore = false;

  function drawBoard() {
    const notes = paper.notes();
    const items = new Map(notes.map((note, rank) => [note.id, { ...note, rank, mine: mine(note), saving: paper.isSaving(note.id) }]));
    const lay = (note, s, more) => {
      const item = items.get(note);
      if (item) items.set(note, { ...item, ...presentable(s), ...more });
    };
    for (const { note, s } of paper.drags()) lay(note, { x: s.x, y: s.y }, { dragged: true });
    for (const { note, s, name, author: by } of [...paper.drafts()].sort((one, other) => (one.session < other.session ? -1 : 1))) {
      if (items.has(note)) lay(note, s, { written: true });
      else if (paper.state === 'open') items.set(note, { ...slotOf(items.size), ...STYLE, ...presentable(s), id: note, author: { id: by, name }, draft: true, rank: 5_000, createdAt: '~', z: '~' });
    }
    for (const [note, s] of own) {
      if (items.has(note)) lay(note, s, {});
      else items.set(note, { ...STYLE, ...s, id: note, author: paper.author, draft: true, mine: true, rank: 6_000, createdAt: '~~', z: '~' });
    }
    const order = [...items.values()].sort((one, other) => (one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : stacking(one, other)));

    for (const [id, view] of views) {
      if (!items.has(id)) {
        if (view.element.contains(document.activeElement)) (view.element.nextElementSibling ?? view.element.previousElementSibling)?.focus?.();
        view.element.remove();
        views.delete(id);
      }
    }
    let place = board.querySelector('.note');
    for (const item of order) {
      let view = views.get(item.id);
      if (!view) {
        view = noteView(item);
        views.set(item.id, view);
        if (loadedBefore && !item.draft) arrived(item);
      } else if (view.item.draft && !item.draft) arrived(item);
      view.update(item);
      if (view.element === place) place = place.nextElementSibling;
      else board.insertBefore(view.element, place);
    }
    loadedBefore ||= paper.loaded;
    const nothing = board.querySelector('.nothing');
    if (items.size || !paper.loaded) nothing?.remove();
    else if (!nothing) board.append(h('li', { class: 'nothing' }, t(mayWrite() ? 'emptyBoard' : 'blank')));
    const scale = WIDE / (board.clientWidth || WIDE);
    board.style.setProperty('--deep', Math.ceil(Math.max(560, ...order.map((item) => {
      const view = views.get(item.id);
      view.height ||= view.element.offsetHeight;
      return item.y + view.height * scale + 60;
    })) / 40) * 40);
  }

  const STYLE = { text: '', color: 'butter', font: 'gaegu', width: ACROSS, rotation: 0 };

  function arrived(item) {
    if (!item.mine) news.hear(item.author.name);
  }

  /** One note; its element stays the same while it is written, saved, moved and changed. */
  function noteView(first) {
    const words = h('p', { class: 'words', dir: 'auto' });
    const by = h('p', { class: 'author', dir: 'auto' });
    const tools = h('p', { class: 'tools' });
    const element = h('li', { 'data-key': `note:${first.id}` }, words, by, tools);
    const view = { element, item: first, update, height: 0 };
    let abilities = '';
    let shown = '';
    let gliding;

    function update(item) {
      const key = JSON.stringify([item, paper.state, paper.role]);
      if (key === shown) return;
      shown = key;
      view.height = 0;
      const changes = mayWrite() && item.mine;
      const moves = (mayWrite() && (item.mine || paper.role === 'owner')) && !(item.draft && !item.mine);
      // What somebody else moves glides; what the window's size moves does not.
      if ((item.x !== view.item.x || item.y !== view.item.y) && !element.classList.contains('held')) {
        clearTimeout(gliding);
        element.classList.add('glides');
        gliding = setTimeout(() => element.classList.remove('glides'), 400);
      }
      const names = ['note', `colour-${item.color}`, `font-${item.font}`];
      if (changes) names.push('mine');
      if (moves) names.push('movable');
      if (item.draft) names.push('draft');
      if (item.written) names.push('written');
      if (item.saving) names.push('on-the-way');
      names.push(...['held', 'glides'].filter((name) => element.classList.contains(name)));
      view.item = item;
      element.className = names.join(' ');
      for (const [key, value] of Object.entries({ x: item.x, y: item.y, w: item.width, turn: `${item.rotation}deg`, rank: item.rank })) element.style.setProperty(`--${key}`, value);
      if (words.textContent !== item.text) words.textContent = item.text;
      const signature = item.draft && !item.mine ? t('draftBy', { name: item.author.name }) : t('by', { name: item.author.name });
      if (by.textContent !== signature) by.textContent = signature;
      by.className = `author ${tint(item.author.id)}`;
      // What is only being written is for the eyes: read aloud letter by letter it would be noise.
      if (item.draft && !item.mine) element.setAttribute('aria-hidden', 'true');
      else element.removeAttribute('aria-hidden');
      const now = `${changes} ${moves} ${item.draft}`;
      if (now === abilities) return;
      abilities = now;
      if (moves) {
        element.tabIndex = 0;
        element.setAttribute('aria-description', item.draft ? t('draftPlace') : t(changes ? 'moveNote' : 'moveOnly', { name: item.author.name }));
      } else {
        element.removeAttribute('tabindex');
        element.removeAttribute('aria-description');
      }
      tools.replaceChildren(...(item.draft || !moves ? [] : [
        changes && h('button', { class: 'small', onclick: () => compose(view.item) }, t('edit')),
        h('button', { class: 'small', onclick: () => remove(view.item) }, t('remove')),
      ].filter(Boolean)));
    }

    movable(view);
    return view;
  }

  /** By pointer on the wide paper, by arrow keys anywhere; the others see it on its way, and it is saved when it is let go. */
  function movable(view) {
    const { element } = view;
    let timer;
    const able = () => element.classList.contains('movable');
    const place = (x, y) => {
      const { id, draft } = view.item;
      const at = { x: Math.round(clamp(x, 0, WIDE - 120, 0)), y: Math.round(clamp(y, 0, 90_000, 0)) };
      own.set(id, { ...own.get(id), ...at });
      if (draft) paper.say(`draft:${id}`, own.get(id));
      else paper.say(`drag:${id}`, at);
      hear('live');
    };
    const settle = async (onTop) => {
      const { id, draft } = view.item;
      const at = own.get(id);
      if (draft || !at) return;
      if (id !== writing?.id) own.delete(id);
      else own.set(id, { text: at.text, color: at.color, font: at.font });
      const { x, y } = at;
      const top = onTop && topmost(id);
      await change(() => paper.set(id, { x, y, ...(top ? { z: top } : {}) }));
      paper.say(`drag:${id}`, null);
    };
    element.addEventListener('pointerdown', (down) => {
      if (!able() || down.target.closest('button') || down.button !== 0 || !matchMedia(BIG).matches) return;
      const scale = WIDE / board.clientWidth;
      const { x, y } = view.item;
      let moved = false;
      element.setPointerCapture(down.pointerId);
      element.classList.add('held');
      const move = (event) => {
        moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 3;
        if (moved) place(x + (event.clientX - down.clientX) * scale, y + (event.clientY - down.clientY) * scale);
      };
      const up = () => {
        element.removeEventListener('pointermove', move);
        element.classList.remove('held');
        if (moved) settle(true);
      };
      element.addEventListener('pointermove', move);
      element.addEventListener('lostpointercapture', up, { once: true });
    });
    element.addEventListener('keydown', (event) => {
      if (event.target !== element || !able()) return;
      if (event.key === 'Enter' && view.item.mine && !view.item.draft) {
        event.preventDefault();
        compose(view.item);
        return;
      }
      const far = event.shiftKey ? 40 : 10;
      const step = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
      if (!step) return;
      event.preventDefault();
      const { x, y } = { ...view.item, ...own.get(view.item.id) };
      place(x + step[0], y + step[1]);
      clearTimeout(timer);
      timer = setTimeout(() => settle(false), 600);
    });
  }

  /** A stacking order in front of all others, when the note is not there already. */
  function topmost(id) {
    const last = paper.notes().at(-1);
    if (!last || last.id === id) return undefined;
    const ahead = inFront(paper.replica.q + 1);
    return last.z < ahead ? ahead : last.z.length < 64 ? `${last.z}1` : undefined;
  }

  /* --- what a person does --- */

  async function change(deed) {
    try {
      await deed();
    } catch (problem) {
      say(problem.code ? t(`r:${problem.code}`) : t('notKept'));
    }
  }

  async function remove(note) {
    if (await ask(t('removeAsk'))) await change(() => paper.remove(note.id));
  }

  const slotOf = (index) => ({ x: 35 + (index % COLUMNS) * 238, y: 45 + Math.floor(index / COLUMNS) * 250, width: ACROSS });

  /** The first place where nothing lies. */
  function freeSlot() {
    const taken = [...views.values()].map(({ item, element }) => ({ ...item, height: (element.offsetHeight * WIDE) / (board.clientWidth || WIDE) }));
    for (let index = 0; ; index++) {
      const slot = slotOf(index);
      const free = taken.every(({ x, y, width, height }) => x + width < slot.x + 15 || x > slot.x + slot.width - 15 || y + Math.max(150, matchMedia(BIG).matches ? height : 190) < slot.y + 15 || y > slot.y + 190);
      if (free) return slot;
    }
  }

  function compose(note) {
    if (composer) composer.close(true);
    const id = note?.id ?? paper.newNoteId();
    const base = note ? {} : { ...freeSlot(), rotation: Math.round((Math.random() * 5 - 2.5) * 10) / 10 };
    let saved = false;
    let touched = false;
    writing = { id, done: null };
    composer = openComposer({
      keeper: note ? undefined : `rp.begun.${api.id} ${api.keeper}`,
      editing: Boolean(note),
      first: note ? { text: note.text, color: note.color, font: note.font } : { color: COLOURS[paper.notes().length % COLOURS.length], font: 'gaegu' },
      changed: ({ text, color, font }) => {
        own.set(id, { ...base, ...own.get(id), text, color, font });
        touched ||= Boolean(note) || text !== '';
        if (touched) paper.say(`draft:${id}`, own.get(id));
        hear('live');
      },
      save: async ({ text, color, font }) => {
        const at = own.get(id) ?? base;
        const properties = note
          ? Object.fromEntries(Object.entries({ text, color, font }).filter(([key, value]) => value !== note[key]))
          : { text, color, font, x: at.x, y: at.y, width: at.width, rotation: at.rotation };
        try {
          if (!note) await paper.add(properties, id);
          else if (Object.keys(properties).length) await paper.set(id, properties);
        } catch (problem) {
          throw { sentence: () => t(problem.code ? `r:${problem.code}` : 'notKept') };
        }
        saved = true;
      },
      closed: () => {
        composer = null;
        own.delete(id);
        // The others keep seeing the words until the note itself is there.
        if (saved) writing = { id: null, done: id };
        else hush(id);
        hear('notes');
        if (saved && !note) requestAnimationFrame(() => views.get(id)?.element.scrollIntoView({ block: 'nearest', behavior: 'smooth' }));
      },
    });
    hear('notes');
    if (!note && matchMedia(BIG).matches) requestAnimationFrame(() => views.get(id)?.element.scrollIntoView({ block: 'nearest' }));
  }

  function hush(id) {
    paper.say(`draft:${id}`, null);
    if (writing?.id === id || writing?.done === id) writing = null;
  }

  /** Something did not get in: said, and the words are handed back. */
  function refused({ code, mutations }) {
    const reason = t(knows(`r:${code}`) ? `r:${code}` : 'r:used');
    const words = mutations.map(({ text }) => text).filter(Boolean).join('\n\n');
    if (!words) return say(reason);
    const box = dialog(reason, h('p', { class: 'question' }, reason), h('p', {}, t('keptWords')), h('blockquote', { class: 'kept' }, words),
      h('div', { class: 'row end' }, h('button', { class: 'quiet', onclick: () => box.close() }, t('dismiss')),
        navigator.clipboard && h('button', { class: 'main', onclick: async ({ target }) => { await navigator.clipboard.writeText(words).then(() => { target.textContent = t('copied'); }, () => {}); } }, t('copyWords'))));
  }

  function over(code) {
    if (code === 4508 || ended) return; // it goes on without a socket
    const reason = t(knows(`e:${code}`) ? `e:${code}` : 'e:other');
    if ([4503, 4504, 4507].includes(code)) {
      stop();
      return show(h('section', { class: 'card narrow center' }, h('p', {}, reason), h('a', { class: 'button', href: '/' }, t('home'))));
    }
    const box = dialog(reason, h('p', { class: 'question' }, reason), h('div', { class: 'row end' },
      h('button', { class: 'quiet', onclick: () => box.close() }, t('dismiss')), h('button', { class: 'main', onclick: () => location.reload() }, t('reload'))));
    return undefined;
  }

  async function makeLink() {
    let link;
    try { link = await api.makeLink(); } catch (problem) { return say(sentence(problem)); }
    const shared = { title: about.title, url: link.url };
    const box = dialog(t('invite'), h('h2', {}, t('invite')),
      field(t('linkReady'), { value: link.url, readonly: true, onfocus: (event) => event.target.select() }),
      h('div', { class: 'row end' },
        h('button', { class: 'quiet', onclick: () => box.close() }, t('dismiss')),
        navigator.share && h('button', { class: 'quiet', onclick: () => navigator.share(shared).catch(() => {}) }, t('share')),
        h('button', { class: 'main', onclick: async ({ target }) => {
          const copied = await (navigator.clipboard?.writeText(link.url) ?? Promise.reject(new Error('no clipboard'))).then(() => true, () => false);
          if (copied) target.textContent = t('copied');
          else box.querySelector('input').select();
        } }, t('copy'))));
  }

  /* --- the network and the window --- */

  const online = () => paper.connection.hurry();
  const offline = () => paper.connection.probe();
  const back = () => { if (!document.hidden) { paper.connection.hurry(); paper.connection.probe(); } };
  const resized = () => {
    for (const view of views.values()) view.height = 0;
    hear('live');
  };
  addEventListener('online', online);
  addEventListener('offline', offline);
  addEventListener('resize', resized);
  document.addEventListener('visibilitychange', back);

  function stop() {
    if (ended) return;
    ended = true;
    composer?.close(true);
    news.end();
    removeEventListener('online', online);
    removeEventListener('offline', offline);
    removeEventListener('resize', resized);
    document.removeEventListener('visibilitychange', back);
    paper.close();
  }

  paper.start();
  drawHead();
  drawBoard();
  company.drawPeople();
  company.drawSave();
  return stop;
}
