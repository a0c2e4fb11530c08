/** Little empty notes that stand for a paper, where there is no room for the real ones. */
import { html } from 'lit';
import { COLOURS } from './style.js';

const MOST = 6;

/** @param {number} count */
export const slips = (count) => html`<span class="slips" aria-hidden="true">${Array.from({ length: Math.min(count, MOST) }, (_, index) => html`<span class="slip colour-${COLOURS[(index * 2 + Math.floor(index / 3)) % COLOURS.length]}"></span>`)}</span>`;
