/** Who else is here, who writes, and how safe one's own words are. */
import { html, nothing } from 'lit';
import { tell } from './speech.js';
import { nameOf } from './style.js';
import { t } from './words.js';

const FACES = 6;

/** A colour that stays with a person. @param {string} id */
export const tint = (id) => `tint-${[...String(id)].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7) % 6}`;

/** @param {string} name */
const initial = (name) => [...new Intl.Segmenter().segment(name.trim() || '?')][0].segment;

/** @param {import('./live/paper.js').Paper} paper */
function wordsOf(paper) {
  const people = paper.people();
  const writers = people.filter(({ writing }) => writing);
  if (writers.length === 1) return t('isWriting', { name: nameOf(writers[0]) });
  if (writers.length) return t('areWriting', { name: nameOf(writers[0]), n: writers.length - 1 });
  if (!paper.loaded || paper.save.state === 'offline') return '';
  return people.length === 1 ? t('here1') : people.length ? t('here', { n: people.length }) : t('alone');
}

/** @param {import('./live/paper.js').Paper} paper */
function saveOf(paper) {
  const { state, count, durable } = paper.save;
  const writes = paper.state === 'open' && ['owner', 'writer'].includes(paper.role);
  if (state === 'saved' && !writes) return nothing;
  const words = state === 'offline' && count ? t(durable ? 'save_kept' : 'save_tab', { n: count }) : t(`save_${state}`, { n: count });
  return html`<p class="save ${state}" role="group" aria-label=${t('saveLabel')}><span class="dot" aria-hidden="true"></span><span>${words}</span></p>`;
}

/** @param {import('./live/paper.js').Paper} paper */
export function company(paper) {
  const people = paper.people().sort((one, other) => Number(other.writing) - Number(one.writing));
  const more = people.length - FACES;
  return html`<div class="company">
    <div class="crowd"><ul class="faces" aria-label=${t('people')}>${people.slice(0, FACES).map((person) => html`<li class="face ${tint(person.author)}${person.writing ? ' busy' : ''}" title=${nameOf(person)}>
      <span aria-hidden="true">${initial(nameOf(person))}</span><span class="unseen">${nameOf(person)}</span></li>`)}
      ${more > 0 ? html`<li class="face more">+${more}</li>` : nothing}</ul><span class="writing">${wordsOf(paper)}</span></div>
    ${saveOf(paper)}</div>`;
}

/** Says that the connection went, and that it came back; once each. */
export function newsOfConnection() {
  let before = 'saved';
  return (/** @type {string} */ now) => {
    if (now === 'offline' && before !== 'offline') tell(t('wentOffline'));
    if (now !== 'offline' && before === 'offline') tell(t('cameBack'));
    before = now;
  };
}

/** Says that others put notes on the paper, but not each at once: a reader wants to listen to something else too. */
export function newsOfNotes(pause = 8_000) {
  /** @type {string[]} */
  let names = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const speak = () => {
    timer = undefined;
    if (!names.length) return;
    tell(names.length === 1 ? t('newsNote', { name: names[0] }) : t('newsNotes', { n: names.length }));
    names = [];
    timer = setTimeout(speak, pause);
  };
  return {
    /** @param {string} name */
    hear(name) {
      names.push(name);
      timer ??= setTimeout(speak, 400);
    },
    end: () => clearTimeout(timer),
  };
}
