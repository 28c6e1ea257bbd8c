import { fill } from './fill';
import type { Words } from './words';

/** "password, then code by SMS": what somebody signed in with, in the order in which they showed it. */
export function nameMethods(words: Words['marks'], methods: readonly string[]): string {
  const names: Readonly<Record<string, string>> = words.methods;
  return methods
    .map((method) => names[method] ?? method)
    .reduce((first, second) => (first ? fill(words.inTurn, { first, second }) : second), '');
}

/** Of a browser that says where it is only by being on the server's own machine (describe-client.ts). */
export function namePlace(words: Words['marks'], place: string | null): string | null {
  if (place === 'loopback') return words.thisComputer;
  // The parts of an IPv6 address would change places in a right-to-left sentence: U+2066 and U+2069 isolate it.
  return place?.includes(':') ? `\u2066${place}\u2069` : place;
}

/** Names of browsers and systems are the same everywhere; what we say of an unknown one is not. */
export function nameDevice(words: Words['marks'], device: string | null): string {
  return device ?? words.unknownDevice;
}
