/** The front page: what this is and the way in, or one's own papers. */
import { html, nothing } from 'lit';
import { papers, user } from './api.js';
import { Part, variables } from './part.js';
import { sign } from './signs.js';
import { slips } from './slips.js';
import { sentenceOf } from './speech.js';
import { picture } from './stickers.js';
import { countOfNotes, t } from './words.js';
import './door.js';

/** @type {[string, string, number, string][]} words, colour, turn, sticker */
const SAMPLES = [
  ['sample1', 'butter', -2.5, 'confetti'], ['sample2', 'mint', 1.5, 'clover'], ['sample5', 'lilac', -1, 'star'],
  ['sample4', 'sky', 2, 'balloon'], ['sample3', 'blush', -1.5, 'heart'], ['sample6', 'paper', 2.5, 'paw'],
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
      <section class="hero-words">
        <h1>${t('hero')}</h1>
        <p class="lead">${t('lead')}</p>
        <p><button class="main big" @click=${this.#begin}>${sign('pen')}${t('begin')}</button></p>
      </section>
      <div class="samples theme-confetti" aria-hidden="true">
        <p class="samples-title">${t('sampleTitle')}</p>
        ${SAMPLES.map(([words, colour, turn, sticker]) => html`<div class="note colour-${colour} font-gaegu" ${variables({ turn: `${turn}deg` })}>
          <span class="tape"></span><p class="words">${t(words)}</p><span class="sample-sticker">${picture(sticker)}</span></div>`)}
      </div>
      <section class="how" aria-labelledby="how"><h2 id="how">${t('how')}</h2>
        <ol class="steps">${[1, 2, 3].map((step) => html`<li>${t(`step${step}`)}</li>`)}</ol></section>
      <section class="card" id="begin" aria-label=${t('signUp')}><rp-door fresh></rp-door></section>
    </div>`;
  }

  #begin = () => {
    const form = /** @type {HTMLElement} */ (this.querySelector('#begin'));
    form.scrollIntoView({ block: 'center', behavior: 'smooth' });
    form.querySelector('input')?.focus({ preventScroll: true });
  };

  #own() {
    return html`<div class="own-top"><h1 class="hello">${t('welcome', { name: user()?.name })}</h1>
        <a class="button" href="/new">${sign('plus')}${t('newPaper')}</a></div>
      <section aria-labelledby="mine">
        <h2 id="mine">${t('mine')}</h2>
        ${this.problem ? html`<p class="failure" role="alert">${this.problem}</p>` : nothing}
        ${this.papers === null ? nothing : html`<ul class="papers">
          ${this.papers.map((paper) => html`<li><a class="paper theme-${paper.theme}" href="/p/${encodeURIComponent(paper.id)}">
            ${slips(paper.noteCount)}<span class="label"><strong dir="auto">${paper.title}</strong><span dir="auto">${t('to', { name: paper.recipient.name })}</span>
            <span class="facts"><span class="state ${paper.state}">${t(paper.state)}</span>${countOfNotes(paper.noteCount)}</span></span></a></li>`)}
          ${this.papers.length ? nothing : html`<li class="nothing">${slips(3)}<p>${t('none')}</p><a class="button" href="/new">${sign('plus')}${t('newHere')}</a></li>`}
        </ul>`}
        ${this.next ? html`<p class="center"><button class="quiet" @click=${this.#load}>${t('more')}</button></p>` : nothing}
      </section>`;
  }
}

customElements.define('rp-home', Home);
