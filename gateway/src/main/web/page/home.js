/** The front page: what this is and the way in, or one's own papers. */
import { html, nothing } from 'lit';
import { papers, user } from './api.js';
import { Part, variables } from './part.js';
import { sentenceOf } from './speech.js';
import { picture } from './stickers.js';
import { countOfNotes, t } from './words.js';
import './door.js';

/** @type {[string, string, string, number, string][]} words, colour, font, turn, sticker */
const SAMPLES = [
  ['sample1', 'butter', 'gaegu', -3, 'cake'], ['sample2', 'mint', 'gaegu', 2, 'clover'],
  ['sample3', 'blush', 'gaegu', -1.5, 'heart'], ['sample4', 'sky', 'gaegu', 2.5, 'star'],
];

class Home extends Part {
  static properties = { papers: { state: true }, next: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {any[]|null} */
    this.papers = null;
    /** @type {string|undefined} */
    this.next = undefined;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('brand')} — ${t('hero')}`;
    if (user()) void this.#load();
  }

  async #load() {
    try {
      const page = await papers(this.next);
      this.papers = [...(this.papers ?? []), ...page.items];
      this.next = page.next ?? undefined;
    } catch (problem) {
      this.problem = sentenceOf(problem);
    }
  }

  render() {
    return user() ? this.#own() : this.#landing();
  }

  #landing() {
    return html`<div class="hero">
      <section>
        <h1>${t('hero')}</h1>
        <p class="lead">${t('lead')}</p>
        <ol class="steps">${[1, 2, 3].map((step) => html`<li>${t(`step${step}`)}</li>`)}</ol>
      </section>
      <div class="samples theme-confetti" aria-hidden="true">
        <p class="samples-title">${t('sampleTitle')}</p>
        ${SAMPLES.map(([words, colour, font, turn, sticker]) => html`<div class="note colour-${colour} font-${font}" ${variables({ turn: `${turn}deg` })}>
          <span class="tape"></span><p class="words">${t(words)}</p><span class="sample-sticker">${picture(sticker)}</span></div>`)}
      </div>
      <section class="card" aria-label=${t('signUp')}><rp-door fresh></rp-door></section>
    </div>`;
  }

  #own() {
    return html`<div class="own-top"><h1 class="hello">${t('welcome', { name: user()?.name })}</h1>
        <a class="button" href="/new"><span aria-hidden="true">＋</span>${t('newPaper')}</a></div>
      <section aria-labelledby="mine">
        <h2 id="mine">${t('mine')}</h2>
        ${this.problem ? html`<p class="failure" role="alert">${this.problem}</p>` : nothing}
        ${this.papers === null ? nothing : html`<ul class="papers">
          ${this.papers.map((paper) => html`<li><a class="paper theme-${paper.theme}" href="/p/${encodeURIComponent(paper.id)}">
            <span class="label"><strong dir="auto">${paper.title}</strong><span dir="auto">${t('to', { name: paper.recipient.name })}</span>
            <span class="facts"><span class="state ${paper.state}">${t(paper.state)}</span>${countOfNotes(paper.noteCount)}</span></span></a></li>`)}
          ${this.papers.length ? nothing : html`<li class="nothing"><p>${t('none')}</p><a class="button" href="/new">${t('newPaper')}</a></li>`}
        </ul>`}
        ${this.next ? html`<p class="center"><button class="quiet" @click=${this.#load}>${t('more')}</button></p>` : nothing}
      </section>`;
  }
}

customElements.define('rp-home', Home);
