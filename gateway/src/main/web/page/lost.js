/** An address at which there is nothing. */
import { html } from 'lit';
import { Part } from './part.js';
import { sign } from './signs.js';
import { t } from './words.js';

class Lost extends Part {
  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('lost')} — ${t('brand')}`;
  }

  render() {
    return html`<section class="card narrow center shut">${sign('lost')}<h1>${t('lost')}</h1><div class="row centered"><a class="button" href="/">${t('home')}</a></div></section>`;
  }
}

customElements.define('rp-lost', Lost);
