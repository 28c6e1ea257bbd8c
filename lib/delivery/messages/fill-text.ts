/** A text with `{placeholders}`, taken apart once. */
type Compiled = readonly (string | { name: string })[];

const compiled = new Map<string, Compiled>();

function compile(text: string): Compiled {
  let parts = compiled.get(text);
  if (!parts) {
    parts = text
      .split(/(\{[a-z]+\})/i)
      .filter((part) => part !== '')
      .map((part) => (/^\{[a-z]+\}$/i.test(part) ? { name: part.slice(1, -1) } : part));
    compiled.set(text, parts);
  }
  return parts;
}

/** Fills a catalogue text. Values are put in as they are and never looked at again: braces in them mean nothing. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return compile(text)
    .map((part) => (typeof part === 'string' ? part : (values[part.name] ?? '')))
    .join('');
}
