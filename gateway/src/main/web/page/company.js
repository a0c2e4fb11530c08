/** Who else is here, who writes, and how safe one's own words are. */
import { h, tell } from './dom.js';
import { t } from './words.js';

const FACES = 6;

/** A colour that stays with a person. */
export const tint = (id) => `tint-${[...String(id)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7) % 6}`;

const initial = (name) => [...new Intl.Segmenter().segment(name.trim() || '?')][0].segment;

export function companyView(paper) {
  const faces = h('ul', { class: 'faces' });
  const words = h('span', { class: 'writing' });
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const saveWords = h('span', {});
  const save = h('p', { class: 'save', role: 'group', 'aria-label': t('saveLabel') }, dot, saveWords);
  const element = h('div', { class: 'company' }, h('div', { class: 'crowd' }, faces, words), save);
  let shown = '';
  let state = 'saved';

  function drawPeople() {
    const people = paper.people().sort((one, other) => Number(other.writing) - Number(one.writing));
    const key = JSON.stringify([people, paper.loaded, paper.save.state === 'offline']);
    if (key === shown) return;
    shown = key;
    const more = people.length - FACES;
    faces.replaceChildren(...people.slice(0, FACES).map((person) => h('li', { class: `face ${tint(person.author)}${person.writing ? ' busy' : ''}`, title: person.name },
      h('span', { 'aria-hidden': 'true' }, initial(person.name)), h('span', { class: 'unseen' }, person.name))),
    ...(more > 0 ? [h('li', { class: 'face more' }, `+${more}`)] : []));
    const writers = people.filter(({ writing }) => writing);
    words.textContent = writers.length === 1 ? t('isWriting', { name: writers[0].name })
      : writers.length ? t('areWriting', { name: writers[0].name, n: writers.length - 1 })
        : !paper.loaded || paper.save.state === 'offline' ? '' : people.length === 1 ? t('here1') : people.length ? t('here', { n: people.length }) : t('alone');
  }

  function drawSave() {
    const { state: now, count, durable } = paper.save;
    const writes = paper.state === 'open' && ['owner', 'writer'].includes(paper.role);
    const sentence = now === 'offline' && count ? t(durable ? 'save_kept' : 'save_tab', { n: count }) : t(`save_${now}`, { n: count });
    save.className = `save ${now}`;
    save.hidden = now === 'saved' && !writes;
    saveWords.textContent = sentence;
    if (now === 'offline' && state !== 'offline') tell(t('wentOffline'));
    if (now !== 'offline' && state === 'offline') tell(t('cameBack'));
    state = now;
  }

  return { element, drawPeople, drawSave };
}

/** Says that others put notes on the paper, but not each at once: a reader wants to listen to something else too. */
export function newsOfNotes(pause = 8_000) {
  let names = [];
  let timer;
  const speak = () => {
    timer = undefined;
    if (!names.length) return;
    tell(names.length === 1 ? t('newsNote', { name: names[0] }) : t('newsNotes', { n: names.length }));
    names = [];
    timer = setTimeout(speak, pause);
  };
  return {
    hear(name) {
      names.push(name);
      timer ??= setTimeout(speak, 400);
    },
    end: () => clearTimeout(timer),
  };
}
