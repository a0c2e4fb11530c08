/** The way to a paper: by its link, by a letter, by an account. */
import { PaperApi, user } from './api.js';
import { boardView } from './board.js';
import { field, form, h, show } from './dom.js';
import { t } from './words.js';

let stop = () => {};
let visit = 0;

export function leavePaper() {
  visit++;
  stop();
  stop = () => {};
}

export async function paperView(id, render) {
  const now = visit;
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
  const leave = await boardView(api, paper);
  if (now === visit) stop = leave;
  else leave(); // somebody went on while it was being opened
  return undefined;
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
