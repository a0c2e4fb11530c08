/** Taking notes in one's hands: moving, turning and sizing them by pointer and by keyboard, and zooming the paper. */
import { clamp, LEAST_WIDTH, MOST_TURN, MOST_WIDTH, WIDE } from './style.js';

/** @typedef {import('./note.js').Note} Note @typedef {{x?: number, y?: number, width?: number, rotation?: number}} Shape */

/**
 * @typedef {object} Hands what is done with what is handled
 * @property {(note: Note, shape: Shape) => void} shape on its way
 * @property {(note: Note, moved: boolean) => void} settle let go
 * @property {(note: Note) => void} choose
 * @property {() => number} scale units of the paper in a pixel
 */

const DEEPEST = 90_000;

/** @param {Shape} shape */
export const bounded = ({ x, y, width, rotation }) => ({
  ...(x === undefined ? {} : { x: Math.round(clamp(x, 0, WIDE - 120, 0)) }),
  ...(y === undefined ? {} : { y: Math.round(clamp(y, 0, DEEPEST, 0)) }),
  ...(width === undefined ? {} : { width: Math.round(clamp(width, LEAST_WIDTH, MOST_WIDTH, 215)) }),
  ...(rotation === undefined ? {} : { rotation: Math.round(clamp(rotation, -MOST_TURN, MOST_TURN, 0) * 10) / 10 }),
});

/**
 * Follows a pointer that has gone down on a note. A finger scrolls the paper, unless the note was chosen before.
 * @param {PointerEvent} down
 * @param {Note} note
 * @param {Hands} hands
 */
export function take(down, note, hands) {
  const target = /** @type {Element} */ (down.target);
  if (target.closest('button') || down.button !== 0) return;
  const handle = /** @type {HTMLElement|null} */ (target.closest('[data-handle]'))?.dataset.handle;
  const chosen = note.chosen;
  if (down.pointerType === 'touch' && !chosen && !handle) {
    note.addEventListener('pointerup', (up) => { if (Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) < 10) hands.choose(note); }, { once: true });
    return;
  }
  hands.choose(note);
  const { x, y, width, rotation } = note.item;
  const box = note.getBoundingClientRect();
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const angle = (/** @type {PointerEvent} */ event) => (Math.atan2(event.clientY - centre.y, event.clientX - centre.x) * 180) / Math.PI;
  const from = angle(down);
  let moved = false;
  note.setPointerCapture(down.pointerId);
  note.classList.remove('glides');
  note.classList.add('held');
  const move = (/** @type {PointerEvent} */ event) => {
    const scale = hands.scale();
    const [right, below] = [(event.clientX - down.clientX) * scale, (event.clientY - down.clientY) * scale];
    moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 3;
    if (!moved) return;
    if (handle === 'turn') hands.shape(note, bounded({ rotation: rotation + ((angle(event) - from + 540) % 360) - 180 }));
    else if (handle === 'size') hands.shape(note, bounded({ width: width + right }));
    else hands.shape(note, bounded({ x: x + right, y: y + below }));
  };
  note.addEventListener('pointermove', move);
  note.addEventListener('lostpointercapture', () => {
    note.removeEventListener('pointermove', move);
    note.classList.remove('held');
    if (moved) hands.settle(note, !handle);
  }, { once: true });
}

/** What a key does to a note's shape; nothing for other keys. @param {KeyboardEvent} event @param {import('./note.js').Item} shape @returns {Shape|null} */
export function pressed({ key, shiftKey }, { x, y, width, rotation }) {
  const far = shiftKey ? 40 : 10;
  switch (key) {
    case 'ArrowLeft': return bounded({ x: x - far, y });
    case 'ArrowRight': return bounded({ x: x + far, y });
    case 'ArrowUp': return bounded({ x, y: y - far });
    case 'ArrowDown': return bounded({ x, y: y + far });
    case '+': case '=': return bounded({ width: width + 20 });
    case '-': return bounded({ width: width - 20 });
    case '[': return bounded({ rotation: rotation - 3 });
    case ']': return bounded({ rotation: rotation + 3 });
    default: return null;
  }
}

const NEAREST = 3;

/**
 * Zooms a paper in its frame by two fingers, or by the wheel with Ctrl.
 * @param {HTMLElement} frame
 * @param {{zoom: number}} view
 */
export function pinching(frame, view) {
  const zoom = (/** @type {number} */ wanted, /** @type {number} */ clientX, /** @type {number} */ clientY) => {
    const box = frame.getBoundingClientRect();
    const [atX, atY] = [clientX - box.x, clientY - box.y];
    const before = view.zoom;
    view.zoom = clamp(wanted, 1, NEAREST, 1);
    const factor = view.zoom / before;
    requestAnimationFrame(() => frame.scrollTo((frame.scrollLeft + atX) * factor - atX, (frame.scrollTop + atY) * factor - atY));
  };
  let apart = 0;
  let from = 1;
  const distance = (/** @type {TouchList} */ touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  frame.addEventListener('touchstart', (event) => {
    if (event.touches.length !== 2) return;
    apart = distance(event.touches);
    from = view.zoom;
  }, { passive: true });
  frame.addEventListener('touchmove', (event) => {
    if (event.touches.length !== 2 || !apart) return;
    event.preventDefault();
    const [one, other] = event.touches;
    zoom((from * distance(event.touches)) / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
  }, { passive: false });
  frame.addEventListener('touchend', () => { apart = 0; });
  frame.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(view.zoom * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });
  return zoom;
}
