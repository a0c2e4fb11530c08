/** The account's letters as they come in: how many are unread, told live. */
import { inbox, inboxStream, user } from './api.js';

const PAUSE = 15_000;

let count = 0;
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {AbortController|undefined} */
let listening;

export const unread = () => count;

/** @param {number} now */
function counted(now) {
  if (now === count) return;
  count = now;
  for (const listener of listeners) listener();
}

export async function lookAgain() {
  if (!user()) return counted(0);
  try {
    counted((await inbox()).unread);
  } catch {
    // It is asked again with the next turn; nobody waits for a number.
  }
  return undefined;
}

/**
 * Listens to what comes into the inbox for as long as somebody wants to know.
 * @param {() => void} listener
 * @returns {() => void} how to stop
 */
export function onLetters(listener) {
  listeners.add(listener);
  if (user() && !listening) {
    listening = new AbortController();
    void listen(listening.signal);
  }
  return () => {
    listeners.delete(listener);
    setTimeout(() => {
      if (listeners.size) return;
      listening?.abort();
      listening = undefined;
    }, 1000);
  };
}

/** @param {AbortSignal} signal */
async function listen(signal) {
  while (!signal.aborted && user()) {
    await lookAgain();
    try {
      await inboxStream(signal, async () => {
        await lookAgain();
        for (const listener of listeners) listener();
      });
    } catch {
      // Without the stream it is asked from time to time.
    }
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
  }
}
