/** Which view an address shows. */
import { restore } from './api.js';
import { sentenceOf } from './speech.js';
import { onWay } from './way.js';
import { locale, t } from './words.js';
import './strip.js';

/** @type {{[kind: string]: () => Promise<unknown>}} */
const VIEWS = {
  'rp-home': () => import('./home.js'),
  'rp-create': () => import('./create.js'),
  'rp-inbox': () => import('./inbox.js'),
  'rp-paper': () => import('./paper.js'),
};

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const nav = /** @type {HTMLElement} */ (document.getElementById('nav'));

function viewOf(/** @type {string} */ path) {
  const [, kind, id] = path.split('/');
  if (kind === 'p' && id) return Object.assign(document.createElement('rp-paper'), { paperId: decodeURIComponent(id) });
  return document.createElement({ new: 'rp-create', inbox: 'rp-inbox' }[kind] ?? 'rp-home');
}

async function draw() {
  document.documentElement.lang = locale();
  /** @type {HTMLElement} */ (document.getElementById('skip')).textContent = t('skip');
  /** @type {HTMLElement} */ (document.getElementById('brand')).textContent = t('brand');
  nav.replaceChildren(document.createElement('rp-strip'));
  try {
    const path = location.pathname;
    const [, kind] = path.split('/');
    await VIEWS[{ p: 'rp-paper', new: 'rp-create', inbox: 'rp-inbox' }[kind] ?? 'rp-home']();
    if (location.pathname === path) main.replaceChildren(viewOf(path));
  } catch (problem) {
    const card = Object.assign(document.createElement('p'), { className: 'card narrow', textContent: sentenceOf(problem) });
    main.replaceChildren(card);
  }
}

onWay(draw);
const [, first] = location.pathname.split('/');
await Promise.all([restore(), VIEWS[first === 'p' ? 'rp-paper' : 'rp-home']()]);
await draw();
