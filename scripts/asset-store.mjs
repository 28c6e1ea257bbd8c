import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { keepAnswer } from './kept-answer.mjs';

/**
 * The scripts and style sheets of the pages, from memory like the pages themselves (page-store.mjs), so that a page that is
 * answered before Next is there has all that it needs. What is in a file never changes: its name is made of it.
 */

const PREFIX = '/_next/static/';
const TYPES = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8' };

/**
 * @param buildDir the build, `.next`
 * @returns answers a request with this file, and says whether it has; everything else is for Next
 */
export function createAssetStore(buildDir) {
  const folder = join(buildDir, 'static');
  const store = new Map();
  let files = null;

  /** Only what the build holds is ever opened. */
  function list() {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(
      paths
        .filter((path) => extname(path) in TYPES)
        .map((path) => [PREFIX + relative(folder, path).split(sep).join('/'), path]),
    );
  }

  function load(path, file) {
    const answer = keepAnswer(readFileSync(file), TYPES[extname(file)]);
    store.set(path, answer);
    return answer;
  }

  return function serveAsset(request, response) {
    const { method, url, headers } = request;
    if (!url.startsWith(PREFIX) || (method !== 'GET' && method !== 'HEAD') || 'range' in headers)
      return false;
    files ??= list();
    const path = url.split('?', 1)[0];
    const file = files.get(path);
    if (!file) return false;
    const answer = store.get(path) ?? load(path, file);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Vary', 'Accept-Encoding');
    answer(request, response);
    return true;
  };
}
