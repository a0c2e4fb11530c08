/**
 * What a link's door will ask first, asked before anything else of the page is there: on a slow line the answer comes
 * in together with the modules that show it.
 */

const [, first, paper] = location.pathname.split('/');
const secret = location.hash.slice(1);

/** @type {{paper: string, secret: string, answer: Promise<Response>}|null} */
let asked = null;
if (first === 'p' && paper && secret) {
  const answer = fetch(`/api/papers/${paper}/preview`, {
    method: 'POST', headers: { Accept: 'application/json', 'Content-Type': 'application/json' }, body: JSON.stringify({ secret }),
  });
  answer.catch(() => {}); // told when somebody wants to know
  asked = { paper: decodeURIComponent(paper), secret, answer };
}

/** The answer to what was asked, once. @param {string} id @param {string} wanted @returns {Promise<Response>|null} */
export function early(id, wanted) {
  if (asked?.paper !== id || asked.secret !== wanted) return null;
  const { answer } = asked;
  asked = null;
  return answer;
}
