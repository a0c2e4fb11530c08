/** What notes and papers can look like: the words the server knows, and the names people read. */

import { t } from './words.js';

export const COLOURS = /** @type {const} */ (['butter', 'blush', 'mint', 'sky', 'lilac', 'paper']);
export const FONTS = /** @type {const} */ (['gaegu', 'jua', 'poor-story', 'hi-melody', 'gowun-dodum', 'nanum-pen']);
export const THEMES = /** @type {const} */ (['confetti', 'meadow', 'night', 'kraft', 'ocean']);
export const REACTIONS = /** @type {const} */ (['heart', 'laugh', 'tears', 'hug', 'clap']);

/** @type {Record<string, string>} */
export const FONT_NAMES = { gaegu: '개구', jua: '주아', 'poor-story': '서툰이야기', 'hi-melody': '하이멜로디', 'gowun-dodum': '고운돋움', 'nanum-pen': '나눔펜' };

/** @type {Record<string, string>} */
export const FACES = { heart: '♥', laugh: '😄', tears: '🥹', hug: '🤗', clap: '👏' };

/** Which paper suits which day. @type {Record<string, string>} */
export const THEME_OF = { birthday: 'confetti', farewell: 'ocean', graduation: 'night', wedding: 'meadow', thanks: 'kraft', 'get-well': 'meadow', other: 'confetti' };

export const OCCASIONS = /** @type {const} */ (['birthday', 'farewell', 'graduation', 'wedding', 'thanks', 'get-well', 'other']);

/** The name of an occasion in the catalogue of words. @param {string} occasion */
export const wordOf = (occasion) => (occasion === 'other' ? 'other_' : occasion);

export const WIDE = 1000; // a paper is this many units wide, on every screen
export const LEAST_WIDTH = 140;
export const MOST_WIDTH = 600;
export const MOST_TURN = 45;
export const USUAL_WIDTH = 215;

/** @param {unknown} value @param {number} low @param {number} high @param {number} otherwise */
export const clamp = (value, low, high, otherwise) => (typeof value === 'number' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise);

/** The name to be shown; who writes without one is somebody all the same. @param {{name: string}} person */
export const nameOf = ({ name }) => name || t('someone');

/** The language of a text, where its letters tell. @param {string} text */
export function languageOf(text) {
  if (/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/u.test(text)) return 'ko';
  if (/[\u3040-\u30ff]/u.test(text)) return 'ja';
  return undefined;
}
