/** The fields that say what a paper is, for whom and when; for a new one and for one that is changed. */
import { html } from 'lit';
import { choices, field } from './form.js';
import { Part } from './part.js';
import { picture } from './stickers.js';
import { OCCASIONS, THEME_OF, THEMES, wordOf } from './style.js';
import { instantOf, onClock, ownZone, spoken, zones } from './times.js';
import { locale, t } from './words.js';

/** @type {Record<string, string>} */
const SIGN_OF = { birthday: 'cake', farewell: 'balloon', graduation: 'star', wedding: 'ribbon', thanks: 'flower', 'get-well': 'sun', other: 'sparkle' };

/** Which the server would say no to, said here in words that help. */
export class Untimely extends Error {
  sentence() {
    return t('badTimes');
  }
}

class Settings extends Part {
  static properties = { about: { attribute: false }, theme: { state: true }, occasion: { state: true }, zone: { state: true } };

  constructor() {
    super();
    /** @type {any} the paper as it is; none for a new one */
    this.about = null;
    this.theme = 'confetti';
    this.occasion = 'birthday';
    this.zone = ownZone();
    this.chosen = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('about') || !this.about) return;
    const { theme, occasion, zone } = this.about;
    Object.assign(this, { theme, occasion, zone, chosen: true });
  }

  render() {
    const { about } = this;
    const clock = (/** @type {string|undefined} */ instant) => (instant ? onClock(Date.parse(instant), this.zone) : '');
    return html`
      ${field(t('forWhom'), 'recipient', { required: true, most: 80, autocomplete: 'off', value: about?.recipient.name ?? '' })}
      ${field(t('title'), 'title', { required: true, most: 80, placeholder: t('titleHint'), value: about?.title ?? '', autocomplete: 'off' })}
      ${choices(t('occasion'), 'occasion', OCCASIONS, this.occasion, (each) => html`<span class="swatch sign">${picture(SIGN_OF[each])}</span>`, (each) => {
        this.occasion = each;
        if (!this.chosen) this.theme = THEME_OF[each];
      }, (each) => t(wordOf(each)))}
      ${choices(t('theme'), 'theme', THEMES, this.theme, (each) => html`<span class="swatch sheet-swatch theme-${each}"></span>`, (each) => {
        this.theme = each;
        this.chosen = true;
      })}
      ${field(t('recipientEmail'), 'email', { type: 'email', most: 254, autocomplete: 'off', hint: t('optional'), value: about?.recipient.email ?? '' })}
      <p class="tick"><label><input type="checkbox" name="anonymous" .checked=${Boolean(about?.anonymous)}><span>${t('allowNameless')}</span></label></p>
      <fieldset class="times"><legend>${t('times')}<small>${t('optional')}</small></legend>
        ${field(t('closesAt'), 'closesAt', { type: 'datetime-local', value: clock(about?.closesAt) })}
        ${field(t('deliverAt'), 'deliverAt', { type: 'datetime-local', value: clock(about?.deliverAt) })}
        ${field(t('zone'), 'zone', { value: this.zone, options: zones().map((zone) => [zone, zone.replaceAll('_', ' ')]), changed: (event) => { this.zone = /** @type {HTMLSelectElement} */ (event.target).value; } })}
      </fieldset>`;
  }
}

customElements.define('rp-settings', Settings);

/** What was filled in, as the server wants it. @param {Record<string, string>} values @param {{locale?: string}} [known] the recipient so far */
export function settingsOf({ recipient, title, occasion, theme, email, closesAt, deliverAt, zone, anonymous }, known = {}) {
  const closes = closesAt ? instantOf(closesAt, zone) : null;
  const delivers = deliverAt ? instantOf(deliverAt, zone) : null;
  if (closes && delivers && closes > delivers) throw new Untimely();
  return {
    title, occasion, theme, zone, closesAt: closes, deliverAt: delivers, anonymous: anonymous === 'on',
    recipient: { name: recipient, locale: known.locale ?? locale(), ...(email ? { email } : {}) },
  };
}

/** The times of a paper in words. @param {any} about */
export const timesOf = ({ closesAt, deliverAt, zone, state }) => [
  closesAt && state === 'open' ? t('closes', { at: spoken(closesAt, zone) }) : '',
  deliverAt && ['open', 'sealed'].includes(state) ? t('delivers', { at: spoken(deliverAt, zone) }) : '',
].filter(Boolean);
