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
  'rp-account': () => import('./account.js'),
  'rp-paper': () => import('./paper.js'),
  'rp-lost': () => import('./lost.js'),
};

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const nav = /** @type {HTMLElement} */ (document.getElementById('nav'));

/** Which component draws an address. @param {string} path */
function kindOf(path) {
  const [, first] = path.split('/');
  return { '': 'rp-home', p: 'rp-paper', new: 'rp-create', inbox: 'rp-inbox', account: 'rp-account' }[first] ?? 'rp-lost';
}

async function draw() {
  document.documentElement.lang = locale();
  /** @type {HTMLElement} */ (document.getElementById('skip')).textContent = t('skip');
  /** @type {HTMLElement} */ (document.getElementById('brand')).textContent = t('brand');
  nav.replaceChildren(document.createElement('rp-strip'));
  const path = location.pathname;
  const kind = kindOf(path);
  try {
    await VIEWS[kind]();
    if (location.pathname !== path) return;
    const view = document.createElement(kind);
    if (kind === 'rp-paper') Object.assign(view, { paperId: decodeURIComponent(path.split('/')[2] ?? '') });
    main.replaceChildren(view);
  } catch (problem) {
    const card = Object.assign(document.createElement('p'), { className: 'card narrow', textContent: sentenceOf(problem) });
    main.replaceChildren(card);
  }
}

onWay(draw);
await Promise.all([restore(), VIEWS[kindOf(location.pathname)]()]);
await draw();
