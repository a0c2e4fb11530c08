/** Moments as people say them: a date and a time in some zone. */
import { locale } from './words.js';

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All zones, those that are likely first. */
export function zones() {
  const known = Intl.supportedValuesOf?.('timeZone') ?? [];
  return [...new Set([ownZone(), 'Asia/Seoul', 'UTC', ...known])];
}

/** @param {number} instant @param {string} zone @returns {string} `YYYY-MM-DDTHH:mm` on the clocks of the zone */
export function onClock(instant, zone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * When the clocks of a zone show something. Of a time that they show twice, the first; one that they leave out lies as
 * much later as they are put forward.
 * @param {string} clock `YYYY-MM-DDTHH:mm`
 * @param {string} zone
 */
export function instantOf(clock, zone) {
  const wanted = Date.parse(`${clock}Z`);
  const ahead = (/** @type {number} */ instant) => Date.parse(`${onClock(instant, zone)}Z`) - instant;
  const candidates = [wanted - ahead(wanted - 86_400_000), wanted - ahead(wanted + 86_400_000)].sort((one, other) => one - other);
  const found = candidates.find((instant) => onClock(instant, zone) === clock.slice(0, 16));
  return new Date(found ?? candidates[1]).toISOString();
}

/** @param {string} instant @param {string} zone */
export const spoken = (instant, zone) => new Intl.DateTimeFormat(locale(), { timeZone: zone, dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));

/** What is left until a moment, in days, hours, minutes and seconds. @param {number} milliseconds */
export function left(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return { days: Math.floor(seconds / 86_400), hours: Math.floor(seconds / 3600) % 24, minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
}
