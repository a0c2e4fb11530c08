/** Handing on a link: to copy, to scan, or the way a phone shares things. */
import { html, nothing, svg } from 'lit';
import { copying, openDialog } from './form.js';
import { outline } from './qr.js';
import { t } from './words.js';

/** @param {string} title @param {string} url */
export function openShare(title, url) {
  const { path, size } = outline(url);
  return openDialog(t('invite'), (close) => html`
    <h2>${t('invite')}</h2>
    <p>${t('linkReady')}</p>
    <svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${t('qr')} shape-rendering="crispEdges">${svg`<path d=${path}/>`}</svg>
    <p class="field"><label class="unseen" for="link">${t('link')}</label><input id="link" readonly .value=${url} @focus=${(/** @type {FocusEvent} */ { target }) => /** @type {HTMLInputElement} */ (target).select()}></p>
    <div class="row end">
      <button class="quiet" @click=${close}>${t('dismiss')}</button>
      ${typeof navigator.share === 'function' ? html`<button class="quiet" @click=${() => navigator.share({ title, url }).catch(() => {})}>${t('share')}</button>` : nothing}
      <button class="main" autofocus @click=${copying(url)}>${t('copy')}</button>
    </div>`, 'share');
}
