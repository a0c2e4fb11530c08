/** Getting about between the page's addresses. */

const TURN = 'rp:way';

/** @param {string} path */
export function go(path) {
  history.pushState(null, '', path);
  scrollTo(0, 0);
  again();
}

/** Draws the present address anew: somebody has signed in, come in, or chosen another language. */
export function again() {
  dispatchEvent(new Event(TURN));
}

/** @param {() => void} deed what is done at every turn */
export function onWay(deed) {
  let shown = location.href;
  const turn = () => {
    shown = location.href;
    deed();
  };
  addEventListener(TURN, turn);
  // Browsers tell of a way to where one is already, too; what is being typed there must not be drawn anew.
  for (const event of ['popstate', 'hashchange']) addEventListener(event, () => { if (location.href !== shown) turn(); });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(/** @type {string} */ (link.getAttribute('href')));
  });
}
