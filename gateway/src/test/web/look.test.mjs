import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const css = ['page', 'paper'].map((name) => readFileSync(new URL(`../../main/web/page/style/${name}.css`, import.meta.url), 'utf8')).join('\n');

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const variable = (name) => rgb(css.match(new RegExp(`--${name}: (#[0-9a-f]{6})`))[1]);
const over = (above, alpha, below) => below.map((channel, index) => above[index] * alpha + channel * (1 - alpha));
const luminance = (colour) => {
  const [red, green, blue] = colour.map((channel) => channel / 255).map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const NOTES = [...css.matchAll(/\.colour-([a-z]+) \{ --paper: (#[0-9a-f]{6}); \}/g)].map(([, name, colour]) => [name, rgb(colour)]);
/** What lies on a note's colour, at its darkest: the shade of the lower corner and the grain. */
const worn = (colour) => over([90, 64, 38], 0.1, over([120, 80, 40], 0.05, colour));

const THEMES = { confetti: ['#fff8ec'], meadow: ['#f6faea', '#e2f0d2'], night: ['#232c57', '#4b4a80'], kraft: ['#d9bc93'], ocean: ['#d9eff6', '#9fd0df'] };

test('what is written on a note can be read on every colour', () => {
  assert.equal(NOTES.length, 6);
  const author = rgb(css.match(/\.author \{[^}]*color: (#[0-9a-f]{6})/)[1]);
  for (const [name, colour] of NOTES) {
    for (const ground of [colour, worn(colour)]) {
      assert.ok(contrast(variable('ink'), ground) >= 7, `${name}: ink at ${contrast(variable('ink'), ground).toFixed(2)}`);
      assert.ok(contrast(author, ground) >= 4.5, `${name}: the author at ${contrast(author, ground).toFixed(2)}`);
    }
  }
});

test('a note that is being written can be read on every paper', () => {
  const share = Number(css.match(/rp-note\.draft \{ background: color-mix\(in srgb, var\(--paper\) (\d+)%/)[1]) / 100;
  const atNight = Number(css.match(/\.theme-night rp-note\.draft \{ background: color-mix\(in srgb, var\(--paper\) (\d+)%/)[1]) / 100;
  for (const [theme, grounds] of Object.entries(THEMES)) {
    for (const ground of grounds) {
      assert.ok(css.includes(ground), `${theme} is drawn with ${ground}`);
      for (const [name, colour] of NOTES) {
        const seen = over(colour, theme === 'night' ? atNight : share, rgb(ground));
        assert.ok(contrast(variable('ink'), seen) >= 4.5, `${name} on ${theme}: ${contrast(variable('ink'), seen).toFixed(2)}`);
      }
    }
  }
});

test('words on the page itself, on labels and on buttons can be read', () => {
  const grounds = [variable('cream'), variable('sheet'), over([255, 220, 190], 0.7, variable('cream')), over([222, 236, 214], 0.6, variable('cream'))];
  for (const ground of grounds) {
    for (const name of ['ink', 'soft', 'rose-deep']) assert.ok(contrast(variable(name), ground) >= 4.5, `${name}: ${contrast(variable(name), ground).toFixed(2)}`);
  }
  assert.ok(contrast([255, 255, 255], variable('rose')) >= 4.5);
  for (const [, text, ground] of [...css.matchAll(/\.state(?:\.\w+)? \{[^}]*background: (#[0-9a-f]{6}); color: (#[0-9a-f]{6})/g)]) assert.ok(contrast(rgb(text), rgb(ground)) >= 4.5);
  for (const [, tint] of css.matchAll(/--tint: (#[0-9a-f]{6})/g)) assert.ok(contrast([255, 255, 255], rgb(tint)) >= 4.5, tint);
  // Labels on a theme lie on nearly white paper.
  for (const [, alpha] of css.matchAll(/background: rgb\(255 252 246 \/ (\.9\d?)\)/g)) {
    for (const ground of Object.values(THEMES).flat()) assert.ok(contrast(variable('soft'), over([255, 252, 246], Number(alpha), rgb(ground))) >= 4.5, `${alpha} on ${ground}`);
  }
});
