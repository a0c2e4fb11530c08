/** Forms, fields and dialogs. */
import { html, nothing, render } from 'lit';
import { sentenceOf } from './speech.js';
import { t } from './words.js';

let ids = 0;

/**
 * A labelled field.
 * @param {string} label
 * @param {string} name
 * @param {object} [about]
 * @param {string} [about.type]
 * @param {string} [about.value]
 * @param {boolean} [about.required]
 * @param {number} [about.most] characters
 * @param {number} [about.least]
 * @param {string} [about.autocomplete]
 * @param {string} [about.placeholder]
 * @param {string} [about.hint]
 * @param {[string, string][]} [about.options] makes it a choice out of a list
 * @param {(event: Event) => void} [about.changed]
 */
export function field(label, name, { type = 'text', value = '', required = false, most, least, autocomplete, placeholder, hint, options, changed } = {}) {
  const id = `f${++ids}`;
  const described = hint ? `${id}h` : nothing;
  return html`<p class="field">
    <label for=${id}>${label}${hint ? html`<small id="${id}h">${hint}</small>` : nothing}</label>
    ${options
      ? html`<select id=${id} name=${name} aria-describedby=${described} @change=${changed}>${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select>`
      : html`<input id=${id} type=${type} name=${name} .defaultValue=${value} ?required=${required} maxlength=${most ?? nothing} minlength=${least ?? nothing}
          autocomplete=${autocomplete ?? nothing} placeholder=${placeholder ?? nothing} aria-describedby=${described} @input=${changed}>`}
  </p>`;
}

/**
 * One of several, as pictures to press.
 * @param {string} legend
 * @param {string} name
 * @param {readonly string[]} entries
 * @param {string} current
 * @param {(entry: string) => unknown} picture
 * @param {(entry: string) => void} [changed]
 * @param {(entry: string) => string} [named]
 */
export const choices = (legend, name, entries, current, picture, changed, named = t) => html`<fieldset class="choices choices-${name}">
  <legend>${legend}</legend>
  ${entries.map((entry) => html`<label class="choice" title=${named(entry)}>
    <input type="radio" name=${name} value=${entry} .checked=${entry === current} @change=${() => changed?.(entry)}>
    ${picture(entry)}<span class="choice-name">${named(entry)}</span></label>`)}
</fieldset>`;

/**
 * Handles a form's submission: once at a time, and what went wrong stands where one looks.
 * @param {(values: Record<string, string>, form: HTMLFormElement) => Promise<unknown>} deed
 * @returns {(event: SubmitEvent) => Promise<void>}
 */
export const submitting = (deed) => async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (form.dataset.busy) return;
  const failure = form.querySelector('.failure');
  form.dataset.busy = 'yes';
  form.querySelectorAll('[type=submit]').forEach((button) => button.setAttribute('aria-busy', 'true'));
  if (failure) failure.textContent = '';
  try {
    await deed(/** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form))), form);
  } catch (problem) {
    if (failure) failure.textContent = sentenceOf(problem);
  } finally {
    delete form.dataset.busy;
    form.querySelectorAll('[type=submit]').forEach((button) => button.removeAttribute('aria-busy'));
  }
};

/** Where a form says what went wrong; nothing else may draw into it. */
export const failure = html`<p class="failure" role="alert"></p>`;

/**
 * A dialog over the page, with a button that closes it.
 * @param {string} label
 * @param {(close: () => void) => unknown} content
 * @param {string} [className]
 */
export function openDialog(label, content, className = '') {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', label);
  dialog.className = className;
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  render(content(() => dialog.close()), dialog);
  dialog.showModal();
  return dialog;
}

/** @param {string} question @param {string} [yes] @returns {Promise<boolean>} */
export const ask = (question, yes = t('yes')) => new Promise((resolve) => {
  let answer = false;
  openDialog(question, (close) => html`<p class="question">${question}</p>
    <div class="row end"><button class="quiet" @click=${close}>${t('leaveIt')}</button>
    <button class="main" @click=${() => { answer = true; close(); }}>${yes}</button></div>`).addEventListener('close', () => resolve(answer));
});

/** Copies a text and says so on the button that was pressed. @param {string} text */
export const copying = (text) => async (/** @type {Event} */ { currentTarget }) => {
  const button = /** @type {HTMLElement} */ (currentTarget);
  try {
    await navigator.clipboard.writeText(text);
    (button.querySelector('span') ?? button).textContent = t('copied');
  } catch {
    const input = button.closest('dialog, section')?.querySelector('input[readonly]');
    if (input instanceof HTMLInputElement) input.select();
  }
};
