const deepest = 32;

/**
 * JSON in which every reader sees the same: no duplicate or inherited names, no NUL or broken characters in text, and no
 * depth that costs anything.
 * @returns undefined for everything else
 */
export function parseJson(text: string): { value: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return hasOneReading(text) ? { value } : undefined;
}

/** Walks over text that is known to be JSON. */
function hasOneReading(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(null);
    else if (found === '}' || found === ']') open.pop();
    else if (!isSoundString(found, text, token.lastIndex, open.at(-1) ?? null)) return false;
    if (open.length > deepest) return false;
  }
  return true;
}

function isSoundString(quoted: string, text: string, end: number, names: Set<string> | null): boolean {
  const plain = JSON.parse(quoted) as string;
  if (plain.includes('\0') || !plain.isWellFormed()) return false;
  // A string before a colon is a name.
  if (names === null || !/^\s*:/.test(text.slice(end, end + 64))) return true;
  if (names.has(plain) || plain === '__proto__') return false;
  names.add(plain);
  return true;
}
