/** Which view an address shows, and the strip above it. */
import * as api from './api.js';
import { h, say, sentence, show } from './dom.js';
import { homeView, signInDialog } from './home.js';
import { leavePaper, paperView } from './paper.js';
import { locale, switchLanguage, t } from './words.js';

export function go(path) {
  history.pushState(null, '', path);
  render();
}

function strip() {
  document.documentElement.lang = locale();
  document.getElementById('skip').textContent = t('skip');
  document.getElementById('brand').textContent = t('brand');
  const signedIn = api.user();
  document.getElementById('nav').replaceChildren(
    h('button', { class: 'quiet', lang: locale() === 'ko' ? 'en' : 'ko', onclick: () => { switchLanguage(); render(); } }, t('other')),
    signedIn
      ? h('button', { class: 'quiet', onclick: async () => { await api.signOut().catch((problem) => say(sentence(problem))); go('/'); } }, t('signOut'))
      : h('button', { class: 'quiet', onclick: () => signInDialog(render) }, t('signIn')));
}

async function render() {
  leavePaper();
  strip();
  const [, kind, id] = location.pathname.split('/');
  try {
    if (kind === 'p' && id) await paperView(decodeURIComponent(id), render);
    else await homeView(go, render);
  } catch (problem) {
    show(h('section', { class: 'card narrow' }, h('p', {}, sentence(problem)), h('a', { href: '/', class: 'button' }, t('home'))));
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
addEventListener('popstate', render);
addEventListener('hashchange', render);

strip();
show(h('p', { class: 'waiting' }, t('loading')));
await api.restore();
render();
