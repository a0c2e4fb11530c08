import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

globalThis.localStorage = { getItem: () => 'en', setItem: () => {} };
const { catalogue } = await import('../../main/web/page/words.js');

const page = new URL('../../main/web/page/', import.meta.url);
const sources = readdirSync(page).filter((name) => name.endsWith('.js')).map((name) => readFileSync(new URL(name, page), 'utf8')).join('\n');

test('both languages have the same words, with the same places to fill', () => {
  assert.deepEqual(Object.keys(catalogue.ko).sort(), Object.keys(catalogue.en).sort());
  const places = (sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const key of Object.keys(catalogue.en)) assert.deepEqual(places(catalogue.ko[key]), places(catalogue.en[key]), key);
});

test('every word that the page says is there', () => {
  const said = [...sources.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key);
  assert.ok(said.length > 100);
  for (const key of said) assert.ok(key in catalogue.en || `${key}_` in catalogue.en, key);
});
