/** Stickers: small pictures drawn for this page, put on a note wherever one likes. */
import { html, svg } from 'lit';
import { variables } from './part.js';
import { clamp } from './style.js';

/** @typedef {{kind: string, x: number, y: number, size: number, rotation: number}} Sticker */

export const MOST_STICKERS = 8;
export const USUAL_SIZE = 40;

/** @type {Record<string, ReturnType<typeof svg>>} each on a sheet of 48 by 48 */
const PICTURES = {
  heart: svg`<path d="M24 42C9 31 4 24 4 16.5A10 10 0 0 1 24 13a10 10 0 0 1 20 3.5C44 24 39 31 24 42z" fill="#e2574c"/><path d="M11 17c0-3 2-5 5-5.5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" opacity=".75"/>`,
  star: svg`<path d="M24 4l6 13 14 1.6-10.4 9.6L36.5 42 24 35l-12.5 7 2.9-13.8L4 18.6 18 17z" fill="#f3b62f" stroke="#d6930f" stroke-width="1.5" stroke-linejoin="round"/><circle cx="20" cy="24" r="1.7" fill="#6b4205"/><circle cx="28" cy="24" r="1.7" fill="#6b4205"/><path d="M21 28.5q3 2.5 6 0" fill="none" stroke="#6b4205" stroke-width="1.6" stroke-linecap="round"/>`,
  cake: svg`<path d="M24 5c2 2.5 2.5 4 0 6-2.5-2-2-3.5 0-6z" fill="#f3a02f"/><path d="M23 11h2v7h-2z" fill="#6aa5d8"/><rect x="8" y="18" width="32" height="12" rx="4" fill="#fbe3e6"/><path d="M8 25q4 5 8 0 4 5 8 0 4 5 8 0 4 5 8 0v-3a4 4 0 0 0-4-4H12a4 4 0 0 0-4 4z" fill="#e98a9a"/><rect x="5" y="29" width="38" height="13" rx="4" fill="#c98f5c"/><path d="M5 34h38" stroke="#a86f40" stroke-width="2"/>`,
  flower: svg`<path d="M24 24v19" stroke="#5c9a55" stroke-width="3" stroke-linecap="round"/><path d="M24 38c6-1 9-4 10-9-6 0-10 4-10 9z" fill="#7cba6f"/><g fill="#f08fb0"><circle cx="24" cy="9" r="6.5"/><circle cx="14" cy="16" r="6.5"/><circle cx="34" cy="16" r="6.5"/><circle cx="18" cy="27" r="6.5"/><circle cx="30" cy="27" r="6.5"/></g><circle cx="24" cy="19" r="6" fill="#f6cf57"/>`,
  balloon: svg`<ellipse cx="24" cy="18" rx="13" ry="15" fill="#5b9bd5"/><path d="M21 33h6l-3-3z" fill="#3f7fb8"/><path d="M24 33c4 4-4 6 0 12" fill="none" stroke="#7a6a5d" stroke-width="1.6" stroke-linecap="round"/><path d="M17 13c1-4 4-5 6-5.5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" opacity=".8"/>`,
  clover: svg`<path d="M24 25c2 8 4 13 8 18" fill="none" stroke="#3d7a44" stroke-width="2.6" stroke-linecap="round"/><g fill="#5aa863"><path d="M24 23c-9 1-15-3-14-9 1-5 7-6 9-3 1-3 7-2 8 2 .6 4-1 7-3 10z"/><path d="M25 23c1-9 7-13 12-11 5 2 4 8 1 9 3 2 1 7-3 7-4 0-7-2-10-5z"/><path d="M23 24c-2 8-8 11-13 8-4-3-2-8 1-8-2-2 1-7 5-6 3 1 5 3 7 6z"/></g>`,
  confetti: svg`<path d="M6 42l9-22 13 13z" fill="#f3b62f"/><path d="M9 35l5 5M12 28l9 9" stroke="#d6730f" stroke-width="2"/><path d="M22 18c1-6 6-5 5-11M28 22c5-5 8 0 14-5M30 28c5 0 6 4 11 4" fill="none" stroke-width="2.6" stroke-linecap="round" stroke="#e2574c"/><circle cx="17" cy="10" r="2.4" fill="#5b9bd5"/><circle cx="36" cy="9" r="2.6" fill="#5aa863"/><circle cx="40" cy="25" r="2" fill="#a06bc4"/>`,
  sparkle: svg`<path d="M22 6c2 10 5 13 15 16-10 3-13 6-15 16-2-10-5-13-15-16C17 19 20 16 22 6z" fill="#f6cf57" stroke="#d9a51c" stroke-width="1.2" stroke-linejoin="round"/><path d="M38 5c.8 4 2 5 6 6-4 1-5.2 2-6 6-.8-4-2-5-6-6 4-1 5.2-2 6-6zM37 32c.6 3 1.5 3.8 4.5 4.5-3 .7-3.9 1.5-4.5 4.5-.6-3-1.5-3.8-4.5-4.5 3-.7 3.9-1.5 4.5-4.5z" fill="#f3a02f"/>`,
  ribbon: svg`<path d="M22 26l-9 17 7-3 4 5 2-16zM26 26l9 17-7-3-4 5-2-16z" fill="#c94f6d"/><path d="M24 21c-5-9-16-10-17-3-1 8 10 11 17 5zM24 21c5-9 16-10 17-3 1 8-10 11-17 5z" fill="#e5728c"/><circle cx="24" cy="22" r="5" fill="#c94f6d"/>`,
  paw: svg`<g fill="#a87650"><ellipse cx="24" cy="32" rx="11" ry="9.5"/><ellipse cx="10" cy="22" rx="4.5" ry="6" transform="rotate(-24 10 22)"/><ellipse cx="19" cy="13" rx="4.8" ry="6.5"/><ellipse cx="30" cy="13" rx="4.8" ry="6.5"/><ellipse cx="38" cy="22" rx="4.5" ry="6" transform="rotate(24 38 22)"/></g><ellipse cx="24" cy="33" rx="6.5" ry="5" fill="#e9b79b"/>`,
  note: svg`<path d="M18 36V10l20-5v26" fill="none" stroke="#6a55a8" stroke-width="3.4" stroke-linejoin="round"/><path d="M18 17l20-5" stroke="#6a55a8" stroke-width="3.4"/><ellipse cx="13" cy="37" rx="6.5" ry="5" fill="#6a55a8" transform="rotate(-16 13 37)"/><ellipse cx="33" cy="32" rx="6.5" ry="5" fill="#6a55a8" transform="rotate(-16 33 32)"/>`,
  sun: svg`<g stroke="#f3a02f" stroke-width="3.4" stroke-linecap="round"><path d="M24 3v5M24 40v5M3 24h5M40 24h5M9 9l3.5 3.5M35.5 35.5L39 39M39 9l-3.5 3.5M12.5 35.5L9 39"/></g><circle cx="24" cy="24" r="12" fill="#f6cf57"/><circle cx="20" cy="22.5" r="1.6" fill="#7a4d08"/><circle cx="28" cy="22.5" r="1.6" fill="#7a4d08"/><path d="M19.5 27q4.5 4 9 0" fill="none" stroke="#7a4d08" stroke-width="1.7" stroke-linecap="round"/>`,
};

export const KINDS = Object.keys(PICTURES);

/** A sticker's picture, for the eyes only. @param {string} kind */
export const picture = (kind) => html`<svg class="picture" viewBox="0 0 48 48" aria-hidden="true" focusable="false">${PICTURES[kind]}</svg>`;

/** What of it can be shown: what others send is not believed. @param {unknown} stickers @returns {Sticker[]} */
export const presentableStickers = (stickers) => (Array.isArray(stickers) ? stickers : []).slice(0, MOST_STICKERS)
  .filter((each) => each && KINDS.includes(each.kind))
  .map(({ kind, x, y, size, rotation }) => ({
    kind, x: clamp(x, 0, 100, 50), y: clamp(y, 0, 100, 50), size: clamp(size, 8, 64, USUAL_SIZE), rotation: clamp(rotation, -180, 180, 0),
  }));

/** The stickers of a note, lying on it. @param {readonly Sticker[]} stickers */
export const stuck = (stickers) => stickers.map(({ kind, x, y, size, rotation }) =>
  html`<span class="sticker" aria-hidden="true" ${variables({ sx: `${x}%`, sy: `${y}%`, size, turn: `${rotation}deg` })}>${picture(kind)}</span>`);
