/** Opening a paper for somebody. */
import { html } from 'lit';
import { createPaper, PaperApi, user } from './api.js';
import { failure, submitting } from './form.js';
import { Part } from './part.js';
import { settingsOf } from './settings.js';
import { openShare } from './share.js';
import { slips } from './slips.js';
import { say, sentenceOf } from './speech.js';
import { go } from './way.js';
import { t } from './words.js';
import './door.js';

class Create extends Part {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    this.shown = { title: '', recipient: '', theme: 'confetti' };
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('newPaper')} — ${t('brand')}`;
  }

  render() {
    if (!user()) return html`<section class="card narrow"><rp-door fresh></rp-door></section>`;
    return html`<div class="create"><section class="card"><h1 class="hello">${t('newPaper')}</h1>
      <form @submit=${submitting((values) => this.#open(values))} @input=${this.#look} @change=${this.#look}>
        <rp-settings></rp-settings>
        <button type="submit" class="main wide">${t('create')}</button>
        ${failure}
      </form></section>
      ${this.#cover()}</div>`;
  }

  /** What it will look like, while one chooses. */
  #cover() {
    const { title, recipient, theme } = this.shown;
    return html`<aside class="cover theme-${theme}" aria-hidden="true">
      <p class="cover-title"><span dir="auto">${t('to', { name: recipient || t('someoneDear') })}</span><strong dir="auto">${title || t('untitled')}</strong></p>${slips(6)}</aside>`;
  }

  #look = async (/** @type {Event} */ { currentTarget }) => {
    const form = /** @type {HTMLFormElement} */ (currentTarget);
    await /** @type {Part|null} */ (form.querySelector('rp-settings'))?.updateComplete; // the paper follows the occasion
    const { title, recipient, theme } = Object.fromEntries(new FormData(form));
    this.shown = { title: String(title), recipient: String(recipient), theme: String(theme) };
  };

  /** @param {Record<string, string>} values */
  async #open(values) {
    const paper = await createPaper(settingsOf(values));
    go(`/p/${encodeURIComponent(paper.id)}`);
    try {
      const { url } = await new PaperApi(paper.id).makeLink();
      openShare(paper.title, url);
    } catch (problem) {
      say(sentenceOf(problem)); // the paper is there all the same, and makes links
    }
  }
}

customElements.define('rp-create', Create);
