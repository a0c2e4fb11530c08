/** The front page: what this is, the way in, and one's own papers. */
import * as api from './api.js';
import { choices, dialog, field, form, h, say, show } from './dom.js';
import { countOfNotes, locale, t } from './words.js';

const OCCASIONS = ['birthday', 'farewell', 'graduation', 'wedding', 'thanks', 'get-well', 'other'];
export const THEMES = ['confetti', 'meadow', 'night', 'kraft', 'ocean'];

export async function homeView(go, render) {
  document.title = `${t('brand')} — ${t('hero')}`;
  if (api.user()) await ownView(go);
  else strangersView(render);
}

function strangersView(render) {
  const sample = (text, colour, turn) => h('li', { class: `note colour-${colour}`, vars: { turn } }, h('p', { class: 'words' }, text));
  show(
    h('div', { class: 'hero' },
      h('section', {},
        h('h1', {}, t('hero')), h('p', { class: 'lead' }, t('lead')),
        h('ol', { class: 'steps' }, [1, 2, 3].map((n) => h('li', {}, t(`step${n}`)))),
        h('ul', { class: 'samples', 'aria-hidden': 'true' }, sample(t('sample1'), 'butter', '-3deg'), sample(t('sample2'), 'mint', '2deg'), sample(t('sample3'), 'blush', '-1deg'))),
      h('section', { class: 'card', 'aria-label': t('signUp') }, door(render, true))));
}

/** Sign up and sign in: one box with two sides. */
function door(done, isNew) {
  const box = h('div', {});
  const turn = (fresh) => {
    const other = h('button', { type: 'button', class: 'link', onclick: () => { turn(!fresh); box.querySelector('input').focus(); } }, t(fresh ? 'haveAccount' : 'noAccount'));
    box.replaceChildren(
      h('h2', {}, t(fresh ? 'signUp' : 'signIn')),
      form({}, async ({ email, password, name }) => {
        await (fresh ? api.signUp(email, password, name) : api.signIn(email, password));
        done();
      },
      fresh && field(t('name'), { name: 'name', required: true, maxlength: 80, autocomplete: 'name' }),
      field(t('email'), { name: 'email', type: 'email', required: true, maxlength: 254, autocomplete: 'email' }),
      field(t('password'), { name: 'password', type: 'password', required: true, minlength: fresh ? 10 : undefined, autocomplete: fresh ? 'new-password' : 'current-password' }, fresh && t('passwordHint')),
      h('button', { type: 'submit', class: 'main wide' }, t(fresh ? 'signUp' : 'signIn'))),
      h('p', { class: 'center' }, other));
  };
  turn(isNew);
  return box;
}

export function signInDialog(done) {
  const box = dialog(t('signIn'), door(() => { box.close(); done(); }, false), h('p', { class: 'center' }, h('button', { class: 'link', onclick: () => box.close() }, t('dismiss'))));
}

async function ownView(go) {
  const list = h('ul', { class: 'papers' });
  const more = h('p', { class: 'center' });
  const load = async (cursor) => {
    const page = await api.papers(cursor);
    list.append(...page.items.map(entry));
    if (!list.children.length) list.append(h('li', { class: 'nothing' }, t('none')));
    more.replaceChildren(...(page.next ? [h('button', { class: 'quiet', onclick: () => load(page.next) }, t('more'))] : []));
  };
  await load();
  show(
    h('h1', { class: 'hello' }, t('welcome', { name: api.user().name })),
    h('div', { class: 'two' },
      h('section', { class: 'mine', 'aria-labelledby': 'mine' }, h('h2', { id: 'mine' }, t('mine')), list, more),
      h('section', { class: 'card', 'aria-labelledby': 'new' }, h('h2', { id: 'new' }, t('newPaper')), createForm(go))));
}

const entry = (paper) => h('li', {}, h('a', { class: `paper theme-${paper.theme}`, href: `/p/${encodeURIComponent(paper.id)}` },
  h('strong', {}, paper.title), h('span', {}, t('to', { name: paper.recipient.name })),
  h('span', { class: 'facts' }, h('span', { class: `state ${paper.state}` }, t(paper.state)), countOfNotes(paper.noteCount))));

function createForm(go) {
  return form({}, async ({ title, recipient, email, occasion, theme }) => {
    const paper = await api.createPaper({
      title, occasion, theme, recipient: { name: recipient, ...(email ? { email, locale: locale() } : {}) },
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    say(t('created'));
    go(`/p/${encodeURIComponent(paper.id)}`);
  },
  field(t('forWhom'), { name: 'recipient', required: true, maxlength: 80, autocomplete: 'off' }),
  field(t('title'), { name: 'title', required: true, maxlength: 120, placeholder: t('titleHint') }),
  field(t('recipientEmail'), { name: 'email', type: 'email', maxlength: 254, autocomplete: 'off' }, t('optional')),
  field(t('occasion'), { tag: 'select', name: 'occasion', options: OCCASIONS.map((each) => [each, t(each === 'other' ? 'other_' : each)]) }),
  choices(t('theme'), 'theme', THEMES, 'confetti', 'theme'),
  h('button', { type: 'submit', class: 'main wide' }, t('create')));
}
