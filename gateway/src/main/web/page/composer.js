/** The sheet on which a note is written. It leaves the paper in sight, and what is begun is there again after a closed tab. */
import { choices, field, form, h, tell } from './dom.js';
import { t } from './words.js';

export const COLOURS = ['butter', 'blush', 'mint', 'sky', 'lilac', 'paper'];
export const FONTS = ['gaegu', 'jua', 'poor-story', 'hi-melody', 'gowun-dodum', 'nanum-pen'];
const FONT_NAMES = { gaegu: '개구', jua: '주아', 'poor-story': '서툰이야기', 'hi-melody': '하이멜로디', 'gowun-dodum': '고운돋움', 'nanum-pen': '나눔펜' };

/**
 * @param {object} options
 * @param {string} options.keeper under which name what is begun is kept; none while a note is edited
 * @param {{text?: string, color: string, font: string}} options.first
 * @param {boolean} options.editing
 * @param {(draft: {text: string, color: string, font: string}) => void} options.changed
 * @param {(draft: {text: string, color: string, font: string}) => Promise<void>} options.save
 * @param {() => void} options.closed
 */
export function openComposer({ keeper, first, editing, changed, save, closed }) {
  const begun = keeper && JSON.parse(localStorage.getItem(keeper) ?? 'null');
  const start = { ...first, ...begun };
  const before = document.activeElement;
  const title = t(editing ? 'edit' : 'write');
  const textarea = field(t('yourNote'), { tag: 'textarea', name: 'text', required: true, rows: 4, maxlength: 4000, placeholder: t('noteHint') });
  const words = textarea.querySelector('textarea');
  words.value = start.text ?? '';

  const close = (keep) => {
    if (keeper && !keep) localStorage.removeItem(keeper);
    sheet.remove();
    document.body.classList.remove('composing');
    closed();
    if (before?.isConnected) before.focus({ preventScroll: true });
  };
  const draft = () => Object.fromEntries(new FormData(element));
  const element = form({ class: 'composer' }, async () => {
    await save(draft());
    close(false);
  }, textarea,
  choices(t('colour'), 'color', COLOURS, start.color, 'colour'),
  field(t('font'), { tag: 'select', name: 'font', options: FONTS.map((font) => [font, FONT_NAMES[font]]) }),
  h('div', { class: 'row end' },
    h('button', { type: 'button', class: 'quiet', onclick: () => close(false) }, t(editing ? 'cancel' : 'discard')),
    h('button', { type: 'submit', class: 'main' }, t(editing ? 'saveEdit' : 'save'))));
  element.querySelector('select').value = start.font;
  const sheet = h('section', { class: 'sheet-of-writing', role: 'dialog', 'aria-label': title, onkeydown: (event) => {
    if (event.key === 'Escape') close(true);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  } },
  h('div', { class: 'sheet-top' }, h('h2', {}, title), h('button', { type: 'button', class: 'quiet small', onclick: () => close(true) }, t(editing ? 'dismiss' : 'moreWriting'))),
  element);

  const wear = () => {
    const now = draft();
    words.className = `colour-${now.color} font-${now.font}`;
    if (keeper) {
      if (now.text.trim()) localStorage.setItem(keeper, JSON.stringify(now));
      else localStorage.removeItem(keeper);
    }
    changed(now);
  };
  element.addEventListener('input', wear);
  element.addEventListener('change', wear);
  document.body.append(sheet);
  document.body.classList.add('composing');
  wear();
  words.focus();
  words.setSelectionRange(words.value.length, words.value.length);
  if (begun?.text) tell(t('restored'));
  return { close, element: sheet };
}
