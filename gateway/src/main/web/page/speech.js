/** What the page says to people, in sight and aloud. */
import { t } from './words.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;

/** Says something to everybody, also to those who listen instead of look. @param {string} sentence */
export function say(sentence) {
  const live = element('live');
  live.textContent = sentence;
  live.classList.add('shown');
  clearTimeout(timer);
  timer = setTimeout(() => live.classList.remove('shown'), Math.max(3500, sentence.length * 90));
}

/** Tells those who listen what those who look have seen; visible nowhere. @param {string} sentence */
export function tell(sentence) {
  element('news').textContent = sentence;
}

/** What went wrong, as a sentence with a way out. @param {any} problem */
export function sentenceOf(problem) {
  if (typeof problem?.sentence === 'function') return /** @type {string} */ (problem.sentence());
  console.error(problem);
  return t('p:5');
}
