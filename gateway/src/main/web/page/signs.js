/** The page's signs, all drawn with one pen. */
import { html, svg } from 'lit';

/** @type {Record<string, ReturnType<typeof svg>>} each on a sheet of 24 by 24 */
const SIGNS = {
  pen: svg`<path d="M4 20l1.2-4.6L16.4 4.2a2.2 2.2 0 0 1 3.2 3.2L8.4 18.6z"/><path d="M14.2 6.4l3.3 3.3"/>`,
  bin: svg`<path d="M4 7h16M9 7V4.2h6V7M6.3 7l1 13h9.4l1-13M10.2 11v5.4M13.8 11v5.4"/>`,
  turnLeft: svg`<path d="M4.6 4v5.2h5.2"/><path d="M4.8 9.2A7.7 7.7 0 1 1 4.4 14"/>`,
  turnRight: svg`<path d="M19.4 4v5.2h-5.2"/><path d="M19.2 9.2A7.7 7.7 0 1 0 19.6 14"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  plus: svg`<path d="M5 12h14M12 5v14"/>`,
  front: svg`<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="1.5" fill="currentColor"/><path d="M4 15.5V5.5A1.5 1.5 0 0 1 5.5 4h10"/>`,
  back: svg`<rect x="4" y="4" width="11.5" height="11.5" rx="1.5"/><path d="M20 8.5v10a1.5 1.5 0 0 1-1.5 1.5h-10"/>`,
  show: svg`<path d="M2.5 12S6 5.6 12 5.6 21.5 12 21.5 12 18 18.4 12 18.4 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`,
  hide: svg`<path d="M2.5 12S6 5.6 12 5.6 21.5 12 21.5 12 18 18.4 12 18.4 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/><path d="M4.5 20L19.5 4"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  mail: svg`<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3.6 7l8.4 6.4L20.4 7"/>`,
  person: svg`<circle cx="12" cy="8.4" r="3.9"/><path d="M4.4 20c.9-4.1 3.9-6 7.6-6s6.7 1.9 7.6 6"/>`,
  share: svg`<path d="M12 15V4M7.8 7.8L12 3.6l4.2 4.2M6.5 11.5H5V20.5h14v-9h-1.5"/>`,
  copy: svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5.5 15H4V5.5A1.5 1.5 0 0 1 5.5 4H15v1.5"/>`,
  read: svg`<path d="M12 6.6C9.6 5 6.6 4.6 3.5 5v13.5c3.1-.4 6.1 0 8.5 1.6 2.4-1.6 5.4-2 8.5-1.6V5c-3.1-.4-6.1 0-8.5 1.6zM12 6.6v13.5"/>`,
  play: svg`<path d="M7.5 4.8v14.4L19 12z" fill="currentColor"/>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3.4"/>`,
  replay: svg`<circle cx="12" cy="12" r="8.6"/><path d="M10 8.6v6.8l5.4-3.4z" fill="currentColor"/>`,
  heart: svg`<path d="M12 20C5.6 15.6 3 12.3 3 8.9A4.8 4.8 0 0 1 12 6.7a4.8 4.8 0 0 1 9 2.2c0 3.4-2.6 6.7-9 11.1z"/>`,
  manage: svg`<path d="M4 7.5h8M17 7.5h3M4 16.5h3M12 16.5h8"/><circle cx="14.5" cy="7.5" r="2.5"/><circle cx="9.5" cy="16.5" r="2.5"/>`,
  whole: svg`<rect x="3.5" y="3.5" width="17" height="17" rx="2"/><path d="M7 7.5h4.5v4H7zM13.5 12.5H17v4h-3.5z"/>`,
  column: svg`<rect x="4.5" y="4" width="15" height="6.5" rx="1.5"/><rect x="4.5" y="13.5" width="15" height="6.5" rx="1.5"/>`,
  lock: svg`<rect x="5.5" y="10.5" width="13" height="9.5" rx="2"/><path d="M8.3 10.5V8a3.7 3.7 0 0 1 7.4 0v2.5"/>`,
  send: svg`<path d="M3.6 11.4L20.5 4l-6 16.5-3.6-7zM10.9 13.5L20.5 4"/>`,
  lost: svg`<path d="M5.5 3.5h9L19 8v12.5H5.5zM14.5 3.5V8H19M9.5 12.2v.2M15 12.2v.2M9.4 17.2c1.5-1.7 4.2-1.7 5.7 0"/>`,
};

/** A sign, for the eyes only: what it stands for is said in words beside it. @param {string} name */
export const sign = (name) => html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SIGNS[name]}</svg>`;
