/** The recipient's thanks to everybody who wrote. */
import { html } from 'lit';
import { failure, openDialog, submitting } from './form.js';
import { say } from './speech.js';
import { t } from './words.js';

const MOST = 1000;

/** @param {import('./api.js').PaperApi} api @param {string} before what was said already @param {() => void} said */
export const openThanks = (api, before, said) => openDialog(t('thank'), (close) => html`<h2>${t('thank')}</h2><p>${t('thankAll')}</p>
  <form @submit=${submitting(async ({ text }) => {
    await api.thank(text);
    close();
    said();
    say(t('thanked'));
  })}>
    <p class="field"><label class="unseen" for="thanks">${t('thank')}</label><textarea id="thanks" class="font-gaegu" name="text" required rows="5" maxlength=${MOST} placeholder=${t('thankHint')} .defaultValue=${before}></textarea></p>
    <div class="row end"><button type="button" class="quiet" @click=${close}>${t('cancel')}</button><button type="submit" class="main">${t('sendThanks')}</button></div>
    ${failure}
  </form>`);
