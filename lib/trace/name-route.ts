const word = /^[a-z][a-z_-]{0,30}$/i;
const version = /^v\d$/;
const longest = 6;

/**
 * The path of a request as a name: `/api/v1/codes/{}`. Only plain words stay. Ids, codes, addresses, tokens, and whatever
 * strangers try, become `{}`; the query is gone.
 */
export function nameRoute(url: string): string {
  const parts = url
    .split(/[?#]/, 1)[0]!
    .split('/')
    .filter((part) => part !== '');
  const names = parts.slice(0, longest).map((part) => (word.test(part) || version.test(part) ? part : '{}'));
  return `/${names.join('/')}${parts.length > longest ? '/{}' : ''}`;
}
