/** The owner's desk: who can come in, what the paper is and when, and the turns of its life. */
import { html, nothing } from 'lit';
import { ask, failure, openDialog, submitting } from './form.js';
import { Part } from './part.js';
import { openReader } from './reader.js';
import { settingsOf, timesOf } from './settings.js';
import { openShare } from './share.js';
import { say, sentenceOf } from './speech.js';
import { nameOf } from './style.js';
import { t } from './words.js';

class Desk extends Part {
  static properties = { about: { state: true }, links: { state: true }, guests: { state: true } };

  constructor() {
    super();
    this.api = /** @type {import('./api.js').PaperApi} */ (/** @type {unknown} */ (undefined));
    /** @type {any} */
    this.about = null;
    /** @type {any[]} */
    this.links = [];
    /** @type {any[]} */
    this.guests = [];
    this.close = () => {};
    /** @type {(about: any) => void} */
    this.changed = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#load();
  }

  async #load() {
    [this.links, this.guests] = await Promise.all([this.api.links, this.api.guests].map(async (read) => {
      try {
        return (await read()).items;
      } catch (problem) {
        say(sentenceOf(problem));
        return [];
      }
    }));
  }

  /** @param {() => Promise<unknown>} deed @param {string} [question] @param {string} [yes] */
  async #does(deed, question, yes) {
    if (question && !(await ask(question, yes))) return;
    try {
      await deed();
    } catch (problem) {
      say(sentenceOf(problem));
    }
    await this.#load();
  }

  /** @param {() => Promise<any>} deed @param {string} question @param {string} yes */
  #turn(deed, question, yes) {
    return this.#does(async () => {
      this.about = await deed();
      this.changed(this.about);
    }, question, yes);
  }

  render() {
    const { state } = this.about;
    return html`<div class="desk-top"><h2>${t('manage')}</h2><button class="quiet round" aria-label=${t('dismiss')} @click=${this.close}>✕</button></div>
      ${['open', 'sealed'].includes(state) ? this.#life(state) : nothing}
      ${this.#links(state)}${this.#guests()}
      ${['open', 'sealed'].includes(state) ? this.#settings() : nothing}`;
  }

  /** @param {string} state */
  #life(state) {
    const { name } = this.about.recipient;
    return html`<section aria-labelledby="desk-life"><h3 id="desk-life">${t('lifeOf')}</h3>
      <p class="facts"><span class="state ${state}">${t(state)}</span>${timesOf(this.about).map((words) => html`<span class="time">${words}</span>`)}</p>
      <div class="row">
        <button class="quiet" @click=${this.#preview}>${t('asRecipient')}</button>
        ${state === 'open' ? html`<button class="quiet" @click=${() => this.#turn(this.api.seal, t('sealAsk'), t('seal'))}>${t('seal')}</button>` : nothing}
        <button class="main" @click=${() => this.#turn(this.api.deliver, t('deliverAsk', { name }), t('deliver'))}>${t('deliver')}</button>
        <button class="quiet" @click=${() => this.#turn(this.api.cancel, t('cancelAsk'), t('cancelPaper'))}>${t('cancelPaper')}</button>
      </div></section>`;
  }

  /** @param {string} state */
  #links(state) {
    const open = this.links.filter(({ closedAt }) => !closedAt);
    return html`<section aria-labelledby="desk-links"><h3 id="desk-links">${t('links')}</h3>
      ${open.length ? html`<ul class="rows">${open.map((link) => html`<li><span>${t(`link:${link.kind}`)} · ${t('uses', { n: link.uses })}</span>
        <span class="row"><button class="quiet small" @click=${() => openShare(this.about.title, link.url)}>${t('share')}</button>
        <button class="quiet small" @click=${() => this.#does(() => this.api.closeLink(link.id), t('closeLinkAsk'), t('closeLink'))}>${t('closeLink')}</button></span></li>`)}</ul>` : html`<p class="quiet-words">${t('noLinks')}</p>`}
      ${state === 'open' ? html`<button class="quiet" @click=${() => this.#does(async () => openShare(this.about.title, (await this.api.makeLink()).url))}>${t('makeLink')}</button>` : nothing}</section>`;
  }

  #guests() {
    const here = this.guests.filter(({ removedAt, role }) => !removedAt && role !== 'recipient');
    return html`<section aria-labelledby="desk-guests"><h3 id="desk-guests">${t('guests')}</h3>
      ${here.length ? html`<ul class="rows">${here.map((guest) => html`<li><span dir="auto">${nameOf(guest)}</span>
        <button class="quiet small" @click=${() => this.#does(() => this.api.removeGuest(guest.id), t('removeGuestAsk', { name: nameOf(guest) }), t('removeGuest'))}>${t('removeGuest')}</button></li>`)}</ul>`
    : html`<p class="quiet-words">${t('noGuests')}</p>`}</section>`;
  }

  #settings() {
    return html`<section aria-labelledby="desk-settings"><h3 id="desk-settings">${t('settings')}</h3>
      <form @submit=${submitting((values) => this.#revise(values))}><rp-settings .about=${this.about}></rp-settings>
      <div class="row end"><button type="submit" class="main">${t('saveEdit')}</button></div>${failure}</form></section>`;
  }

  /** @param {Record<string, string>} values */
  async #revise(values) {
    this.about = await this.api.revise(settingsOf(values, this.about.recipient));
    this.changed(this.about);
    say(t('saved'));
  }

  #preview = async () => {
    try {
      const { items } = await this.api.asRecipient();
      if (items.length) openReader(items, this.about, null, () => {});
      else say(t('blank'));
    } catch (problem) {
      say(sentenceOf(problem));
    }
  };
}

customElements.define('rp-desk', Desk);

/** @param {import('./api.js').PaperApi} api @param {any} about @param {(about: any) => void} changed */
export function openDesk(api, about, changed) {
  const desk = /** @type {Desk} */ (document.createElement('rp-desk'));
  Object.assign(desk, { api, about, changed });
  openDialog(t('manage'), (close) => {
    desk.close = close;
    return desk;
  }, 'desk');
}
