/** Building elements. Text is always text: nothing here, or anywhere in the page, parses markup. */
import { t } from './words.js';

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'vars') Object.entries(value).forEach(([key, each]) => element.style.setProperty(`--${key}`, each));
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export const show = (...children) => document.getElementById('main').replaceChildren(...children);

/** Says something to everybody, also to those who listen instead of look. */
export function say(sentence) {
  const live = document.getElementById('live');
  live.textContent = sentence;
  live.classList.add('shown');
  clearTimeout(say.timer);
  say.timer = setTimeout(() => live.classList.remove('shown'), 3500);
}

/** Tells those who listen what those who look have seen; visible nowhere. */
export function tell(sentence) {
  document.getElementById('news').textContent = sentence;
}

let ids = 0;

/** A labelled input; further properties go to the input. */
export function field(label, properties, hint) {
  const id = `f${++ids}`;
  const hintId = hint && `${id}h`;
  const tag = properties.tag ?? 'input';
  const { tag: unused, options, ...rest } = properties;
  return h('p', { class: 'field' },
    h('label', { for: id }, label, hint && h('small', { id: hintId }, hint)),
    h(tag, { id, 'aria-describedby': hintId, ...rest }, (options ?? []).map(([value, text]) => h('option', { value }, text))));
}

/** One of several, as pictures or words to press. */
export function choices(legend, name, entries, current, className) {
  return h('fieldset', { class: `choices ${className}` }, h('legend', {}, legend),
    entries.map((entry) => h('label', { class: 'choice', title: t(entry) },
      h('input', { type: 'radio', name, value: entry, checked: entry === current }),
      h('span', { class: `swatch ${className}-${entry}` }), h('span', { class: 'choice-name' }, t(entry)))));
}

/** A form that sends itself once at a time and shows what went wrong where one looks. */
export function form(properties, send, ...children) {
  const failure = h('p', { class: 'failure', role: 'alert' });
  const element = h('form', { ...properties, novalidate: false, onsubmit: async (event) => {
    event.preventDefault();
    const button = element.querySelector('[type=submit]');
    if (button.disabled) return;
    button.disabled = true;
    failure.textContent = '';
    try {
      await send(Object.fromEntries(new FormData(element)));
    } catch (problem) {
      failure.textContent = sentence(problem);
    } finally {
      button.disabled = false;
    }
  } }, ...children, failure);
  return element;
}

export function sentence(problem) {
  if (typeof problem?.sentence !== 'function') {
    console.error(problem);
    return t('p:5');
  }
  return problem.sentence();
}

/** A dialog over the page; resolves when it is closed. */
export function dialog(label, ...children) {
  const element = h('dialog', { 'aria-label': label }, ...children);
  document.body.append(element);
  element.addEventListener('close', () => element.remove());
  element.showModal();
  return element;
}

export function ask(question) {
  return new Promise((resolve) => {
    const close = (answer) => () => { resolve(answer); box.close(); };
    const box = dialog(question, h('p', { class: 'question' }, question), h('div', { class: 'row end' },
      h('button', { class: 'quiet', onclick: close(false) }, t('cancel')), h('button', { class: 'main', onclick: close(true) }, t('yes'))));
    box.addEventListener('cancel', () => resolve(false));
  });
}
