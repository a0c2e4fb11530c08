/** Which view an address shows. */
import { restore } from './api.js';
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

/** Which component draws an address; the gateway knows the same ones. @param {string} path */
function kindOf(path) {
  if (/^\/p\/[^/]+$/.test(path)) return 'rp-paper';
  return { '/': 'rp-home', '/new': 'rp-create', '/inbox': 'rp-inbox', '/account': 'rp-account' }[path] ?? 'rp-lost';
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
  } catch {
    main.replaceChildren(outOfReach());
  }
}

/** What is shown when the part that draws an address could not be fetched. */
function outOfReach() {
  const card = Object.assign(document.createElement('section'), { className: 'card narrow center shut' });
  card.append(
    Object.assign(document.createElement('p'), { textContent: t('p:network') }),
    Object.assign(document.createElement('button'), { className: 'main', textContent: t('tryAgain'), onclick: () => location.reload() }),
  );
  return card;
}

onWay(draw);
// Not by its address: what stands behind a paper's # is a secret, and no place on the page.
/** @type {HTMLElement} */ (document.getElementById('skip')).addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
await Promise.all([restore(), VIEWS[kindOf(location.pathname)]().catch(() => {})]); // told when it is drawn
await draw();
