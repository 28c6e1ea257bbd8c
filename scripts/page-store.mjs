import { readFileSync } from 'node:fs';
import { keepAnswer } from './kept-answer.mjs';

/**
 * The prerendered pages of customers, answered from memory: they are the same for everybody, so Next has nothing to decide.
 * It would read, compress and address them anew each time (docs/decisions/056). Whatever is not plainly such a page
 * goes to Next: calls of its router, forms, drafts.
 */

/** Next answers these at the same address with something else than the page. */
const OTHER_ANSWERS = [
  ...['rsc', 'next-action', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch'],
  'range',
];
/** Next's own words, so that a cache between us keeps its router's answers apart from the page. */
const VARY =
  'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Accept-Encoding';
const DRAFT = /(?:^|;\s*)__(?:prerender_bypass|next_preview_data)=/;

/**
 * @param files page, as Next names it → its file. Each is read at its first use.
 * @returns answers a request with this page, and says whether it has
 */
export function createPageStore(files) {
  const store = new Map();

  function load(page) {
    const answer = keepAnswer(readFileSync(files.get(page)), 'text/html; charset=utf-8');
    store.set(page, answer);
    return answer;
  }

  return function servePage(request, response, page) {
    if (!page || !files.has(page) || !isPlain(request)) return false;
    const answer = store.get(page) ?? load(page);
    response.setHeader('Vary', VARY);
    answer(request, response);
    return true;
  };
}

function isPlain({ method, url, headers }) {
  return (
    (method === 'GET' || method === 'HEAD') &&
    !url.includes('_rsc=') &&
    !OTHER_ANSWERS.some((name) => name in headers) &&
    !DRAFT.test(headers.cookie ?? '')
  );
}
