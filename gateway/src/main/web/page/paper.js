/** One paper: entering it by link, reading it, writing on it, and what its owner does with it. */
import { PaperApi, user } from './api.js';
import { ask, choices, dialog, field, form, h, say, sentence, show } from './dom.js';
import { countOfNotes, t } from './words.js';

const COLOURS = ['butter', 'blush', 'mint', 'sky', 'lilac', 'paper'];
const FONTS = ['gaegu', 'jua', 'poor-story', 'hi-melody', 'gowun-dodum', 'nanum-pen'];
const FONT_NAMES = { gaegu: '개구', jua: '주아', 'poor-story': '서툰이야기', 'hi-melody': '하이멜로디', 'gowun-dodum': '고운돋움', 'nanum-pen': '나눔펜' };
const REFRESH = 4000;
const WIDE = 1000; // a paper is this many units wide, on every screen
const COLUMNS = 4;
let stop = () => {};

export const leavePaper = () => stop();

export async function paperView(id, render) {
  const secret = location.hash.slice(1);
  const api = new PaperApi(id);
  if (secret) return doorView(api, secret, render);
  let paper;
  try {
    paper = await api.open();
  } catch (problem) {
    if (![401, 403, 404].includes(problem.status)) throw problem;
    return show(h('section', { class: 'card narrow center' }, h('p', {}, t('needLink')), h('a', { class: 'button', href: '/' }, t('home'))));
  }
  document.title = `${paper.title} — ${t('brand')}`;
  if (paper.role === 'recipient' && paper.state !== 'delivered') return show(envelope(paper.recipient.name, h('p', {}, t('letterWait'))));
  return boardView(api, paper);
}

/* --- by link --- */

async function doorView(api, secret, render) {
  const paper = await api.preview(secret);
  document.title = `${paper.title} — ${t('brand')}`;
  const enter = async (name) => {
    await api.enter(secret, name);
    history.replaceState(null, '', location.pathname); // the secret has done its work and need not stay in sight
    await render();
  };
  if (['reveal', 'recipient'].includes(paper.kind)) {
    if (paper.state !== 'delivered') return show(envelope(paper.recipientName, h('p', {}, t('letterWait'))));
    const opening = form({}, async () => {
      document.querySelector('.envelope').classList.add('opening');
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) await new Promise((resolve) => { setTimeout(resolve, 1100); });
      await enter(paper.recipientName);
    }, h('p', {}, t('letterFrom')), h('button', { type: 'submit', class: 'main' }, t('openLetter')));
    return show(envelope(paper.recipientName, opening));
  }
  const writes = paper.kind === 'write';
  return show(h('section', { class: 'card narrow door' },
    h('div', { class: `band theme-${paper.theme}`, 'aria-hidden': 'true' }),
    h('p', { class: 'eyebrow' }, t(paper.occasion === 'other' ? 'other_' : paper.occasion)),
    h('h1', {}, paper.title),
    h('p', { class: 'lead' }, t(writes ? 'invited' : 'invitedRead', { name: paper.recipientName })),
    form({}, ({ name }) => enter(name),
      field(t('askName'), { name: 'name', required: true, maxlength: 40, autocomplete: 'nickname', value: user()?.name ?? api.guest?.name ?? '' }),
      h('button', { type: 'submit', class: 'main wide' }, t(writes ? 'enter' : 'enterRead')))));
}

const envelope = (name, below) => h('section', { class: 'letter' },
  h('div', { class: 'envelope', 'aria-hidden': 'true' }, h('span', { class: 'sheet' }), h('span', { class: 'pocket' }), h('span', { class: 'flap' }), h('span', { class: 'wax' }, '♥')),
  h('h1', {}, t('letter', { name })), below);

/* --- the paper itself --- */

function boardView(api, first) {
  let paper = first;
  let notes = [];
  let seen = '';
  let connected = true;
  const head = h('section', { class: 'paper-head' });
  const board = h('ul', { class: `board theme-${paper.theme}`, 'aria-label': paper.title });
  show(head, board, h('p', { class: 'hint' }));

  const mayWrite = () => paper.state === 'open' && ['owner', 'writer'].includes(paper.role);
  const slot = (index) => ({ x: 35 + (index % COLUMNS) * 238, y: 45 + Math.floor(index / COLUMNS) * 250, width: 215 });

  /** Does something, says how it went, and shows how things stand now. */
  async function act(deed, done) {
    try {
      await deed();
      if (done) say(done);
    } catch (problem) {
      say(sentence(problem));
    }
    await refresh();
  }

  function drawHead() {
    const owner = paper.role === 'owner';
    const settle = (key, deed, question, done) => h('button', { class: 'quiet', 'data-key': key, onclick: async () => {
      if (await ask(question)) await act(async () => { paper = await deed(); }, done);
    } }, t(key));
    head.replaceChildren(
      h('p', { class: 'eyebrow' }, t('to', { name: paper.recipient.name })), h('h1', {}, paper.title),
      h('p', { class: 'facts' }, h('span', { class: `state ${paper.state}` }, t(paper.state)), countOfNotes(notes.length)),
      h('div', { class: 'row' },
        mayWrite() && h('button', { class: 'main', 'data-key': 'write', onclick: () => compose() }, t('write')),
        owner && paper.state === 'open' && h('button', { class: 'quiet', 'data-key': 'link', onclick: makeLink }, t('makeLink')),
        owner && paper.state === 'open' && settle('seal', api.seal, t('sealAsk'), t('isSealed')),
        owner && ['open', 'sealed'].includes(paper.state) && settle('deliver', api.deliver, t('deliverAsk', { name: paper.recipient.name }), t('isDelivered'))));
    document.querySelector('.hint').textContent = mayWrite() && notes.some((note) => note.mine) ? t('moveHint') : '';
  }

  function drawBoard() {
    if (!notes.length) board.replaceChildren(h('li', { class: 'nothing' }, t(mayWrite() ? 'emptyBoard' : 'blank')));
    else board.replaceChildren(...notes.map(drawNote));
    const lowest = Math.max(0, ...notes.map((note, index) => (note.y ?? slot(index).y) + 260));
    board.style.setProperty('--deep', Math.max(560, lowest));
  }

  function drawNote(note, index) {
    const at = { ...slot(index), ...Object.fromEntries(Object.entries(note).filter(([, value]) => value !== null && value !== undefined)) };
    const mine = note.mine && mayWrite();
    const key = (what) => `${what}:${note.id}`;
    const item = h('li', {
      class: `note colour-${COLOURS.includes(note.color) ? note.color : 'paper'} font-${FONTS.includes(note.font) ? note.font : 'gaegu'}${mine ? ' mine' : ''}`,
      vars: { x: Number(at.x) || 0, y: Number(at.y) || 0, w: Math.max(120, Number(at.width) || 215), turn: `${Number(note.rotation) || 0}deg` },
      tabindex: mine ? '0' : undefined, 'data-key': key('note'),
    },
    h('p', { class: 'words', dir: 'auto' }, note.text), h('p', { class: 'author', dir: 'auto' }, t('by', { name: note.author.name })),
    mine && h('p', { class: 'tools' },
      h('button', { class: 'small', 'data-key': key('edit'), onclick: () => compose(note) }, t('edit')),
      h('button', { class: 'small', 'data-key': key('remove'), onclick: async () => { if (await ask(t('removeAsk'))) await act(() => api.deleteNote(note), t('deleted')); } }, t('remove'))));
    if (mine) movable(item, at, (x, y) => act(() => api.editNote(note, { x, y }), t('saved')));
    return item;
  }

  /** By pointer on the wide paper, by arrow keys anywhere; told to the server when it is let go. */
  function movable(item, at, moved) {
    let { x, y } = at;
    let timer;
    const place = (dx, dy) => {
      x = Math.round(Math.min(WIDE - 120, Math.max(0, x + dx)));
      y = Math.round(Math.max(0, y + dy));
      item.style.setProperty('--x', x);
      item.style.setProperty('--y', y);
    };
    item.addEventListener('pointerdown', (down) => {
      if (down.target.closest('button') || down.button !== 0 || !matchMedia('(min-width: 720px)').matches) return;
      const scale = WIDE / board.clientWidth;
      const start = { x, y };
      item.setPointerCapture(down.pointerId);
      item.classList.add('held');
      const move = (event) => { [x, y] = [start.x, start.y]; place((event.clientX - down.clientX) * scale, (event.clientY - down.clientY) * scale); };
      const up = () => {
        item.removeEventListener('pointermove', move);
        item.classList.remove('held');
        if (x !== start.x || y !== start.y) moved(x, y);
      };
      item.addEventListener('pointermove', move);
      item.addEventListener('lostpointercapture', up, { once: true });
    });
    item.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
      if (!step || event.target !== item) return;
      event.preventDefault();
      place(...step);
      clearTimeout(timer);
      timer = setTimeout(() => moved(x, y), 600);
    });
  }

  function compose(note) {
    const textarea = field(t('yourNote'), { tag: 'textarea', name: 'text', required: true, rows: 5, maxlength: 4000, placeholder: t('noteHint') });
    textarea.querySelector('textarea').value = note?.text ?? '';
    const box = dialog(t(note ? 'edit' : 'write'), form({ class: 'composer' }, async ({ text, color, font }) => {
      if (note) await api.editNote(note, { text, color, font });
      else await api.addNote({ text, color, font, ...slot(notes.length), rotation: Math.round((Math.random() * 5 - 2.5) * 10) / 10 });
      box.close();
      say(t('saved'));
      await refresh();
    }, textarea,
    choices(t('colour'), 'color', COLOURS, note?.color ?? COLOURS[notes.length % COLOURS.length], 'colour'),
    field(t('font'), { tag: 'select', name: 'font', options: FONTS.map((font) => [font, FONT_NAMES[font]]) }),
    h('div', { class: 'row end' }, h('button', { type: 'button', class: 'quiet', onclick: () => box.close() }, t('cancel')), h('button', { type: 'submit', class: 'main' }, t(note ? 'saveEdit' : 'save')))));
    const wear = () => {
      const { color, font } = Object.fromEntries(new FormData(box.querySelector('form')));
      box.querySelector('textarea').className = `colour-${color} font-${font}`;
    };
    box.querySelector('select').value = note?.font ?? 'gaegu';
    box.addEventListener('change', wear);
    wear();
  }

  async function makeLink() {
    let link;
    try { link = await api.makeLink(); } catch (problem) { return say(sentence(problem)); }
    const shared = { title: paper.title, url: link.url };
    const box = dialog(t('invite'), h('h2', {}, t('invite')),
      field(t('linkReady'), { value: link.url, readonly: true, onfocus: (event) => event.target.select() }),
      h('div', { class: 'row end' },
        h('button', { class: 'quiet', onclick: () => box.close() }, t('dismiss')),
        navigator.share && h('button', { class: 'quiet', onclick: () => navigator.share(shared).catch(() => {}) }, t('share')),
        h('button', { class: 'main', onclick: async ({ target }) => {
          await navigator.clipboard.writeText(link.url).then(() => { target.textContent = t('copied'); }, () => box.querySelector('input').select());
        } }, t('copy'))));
  }

  async function refresh() {
    const [newPaper, newNotes] = await Promise.all([api.call('GET', ''), api.notes()]).catch((problem) => {
      if (connected && (problem.status === 0 || problem.status >= 500)) say(t('offline'));
      connected = false;
      return [];
    });
    if (!newPaper || ended) return;
    if (!connected) say(t('back'));
    connected = true;
    const now = JSON.stringify([newPaper, newNotes]);
    if (now === seen || board.querySelector('.held')) return;
    seen = now;
    paper = newPaper;
    notes = newNotes;
    const focused = document.activeElement?.dataset?.key;
    drawHead();
    drawBoard();
    if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  let ended = false;
  const timer = setInterval(() => { if (!document.hidden) refresh(); }, REFRESH);
  stop = () => { ended = true; clearInterval(timer); };
  drawHead();
  return refresh();
}
