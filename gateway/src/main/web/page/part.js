import { LitElement, noChange } from 'lit';
import { directive, Directive } from 'lit-html/directive.js';

/** A component of the page. It draws into the page itself, so that fonts, forms, print and tests meet plain elements. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}

class Variables extends Directive {
  /** @param {Record<string, string|number>} _values */
  render(_values) {
    return noChange;
  }

  /** @param {any} part @param {[Record<string, string|number>]} values */
  update(part, [values]) {
    for (const [name, value] of Object.entries(values)) part.element.style.setProperty(`--${name}`, String(value));
    return noChange;
  }
}

/** Sets custom properties of an element; a style attribute would be against the page's own policy. */
export const variables = directive(Variables);
