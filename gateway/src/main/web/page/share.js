/** Handing on a link: to copy, to scan, or the way a phone shares things. */
import { html, nothing, svg } from 'lit';
import { copying, openDialog } from './form.js';
import { outline } from './qr.js';
import { sign } from './signs.js';
import { t } from './words.js';

/** @param {string} title @param {string} url */
export function openShare(title, url) {
  const { path, size } = outline(url);
  return openDialog(t('invite'), (close) => html`
    <div class="desk-top"><h2>${t('invite')}</h2><button class="quiet round" aria-label=${t('dismiss')} @click=${close}>${sign('close')}</button></div>
    <p class="share-title" dir="auto">${title}</p><p>${t('linkReady')}</p>
    <svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${t('qr')} shape-rendering="crispEdges">${svg`<path d=${path}/>`}</svg>
    <p class="field"><label class="unseen" for="link">${t('link')}</label><input id="link" readonly .value=${url} @focus=${(/** @type {FocusEvent} */ { target }) => /** @type {HTMLInputElement} */ (target).select()}></p>
    <div class="row end">
      ${typeof navigator.share === 'function' ? html`<button class="quiet" @click=${() => navigator.share({ title, url }).catch(() => {})}>${sign('share')}${t('share')}</button>` : nothing}
      <button class="main" autofocus @click=${copying(url)}>${sign('copy')}<span>${t('copy')}</span></button>
    </div>`, 'share');
}
