/** Opening a paper for somebody. */
import { html } from 'lit';
import { createPaper, PaperApi, user } from './api.js';
import { failure, submitting } from './form.js';
import { Part } from './part.js';
import { settingsOf } from './settings.js';
import { openShare } from './share.js';
import { say, sentenceOf } from './speech.js';
import { go } from './way.js';
import { t } from './words.js';
import './door.js';

class Create extends Part {
  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('newPaper')} — ${t('brand')}`;
  }

  render() {
    if (!user()) return html`<section class="card narrow"><rp-door fresh></rp-door></section>`;
    return html`<section class="card middle"><h1>${t('newPaper')}</h1>
      <form @submit=${submitting((values) => this.#open(values))}>
        <rp-settings></rp-settings>
        <button type="submit" class="main wide">${t('create')}</button>
        ${failure}
      </form></section>`;
  }

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
