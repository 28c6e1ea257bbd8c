import { fill } from './fill';
import type { Words } from './words';

type Texts = Readonly<Record<string, string>>;

/** What an event of the audit log says to the customer whose account it is. Reasons that staff writes are for staff. */
export function describeForOwner(
  words: Words['activity'],
  { type, data }: { type: string; data: Record<string, unknown> | null },
): string {
  const facts = data ?? {};
  const texts: Texts = words.events;
  return fill(texts[sentenceOf(type, facts, texts)]!, {
    for: piece(words.for, 'purpose', nameOf(words.purposes, facts.purpose)),
    by: piece(words.by, 'channel', nameOf(words.channels, facts.channel)),
    with: piece(words.with, 'methods', methodsOf(words, facts.methods)),
    which: piece(words.which, 'what', whichOf(words, type, facts)),
    left: piece(words.left, 'n', typeof facts.left === 'number' ? String(facts.left) : null),
  });
}

function sentenceOf(type: string, facts: Record<string, unknown>, texts: Texts): string {
  if (type === 'approval_denied' && facts.by === 'application') return 'approval_withdrawn';
  if (type !== 'admin_action') return Object.hasOwn(texts, type) ? type : 'other';
  const own = `staff_${String(facts.kind)}`;
  return Object.hasOwn(texts, own) ? own : 'staff';
}

/** What stands behind the colon: why a code was refused, or which factor. */
function whichOf(words: Words['activity'], type: string, facts: Record<string, unknown>): string | null {
  if (type === 'code_failed') return nameOf(words.reasons, facts.reason);
  const method = facts.kind === 'release_factor' ? facts.factor : (facts.method ?? facts.kind);
  return nameOf(words.methods, withoutPrefix(method));
}

function methodsOf(words: Words['activity'], methods: unknown): string | null {
  if (!Array.isArray(methods)) return null;
  const named = methods.map((method) => nameOf(words.methods, withoutPrefix(method))).filter(Boolean);
  return named.length > 0 ? named.join(', ') : null;
}

const withoutPrefix = (method: unknown) => String(method ?? '').replace(/^code_/, '');

function nameOf(names: Texts, id: unknown): string | null {
  return typeof id === 'string' && Object.hasOwn(names, id) ? names[id]! : null;
}

/** A piece of a sentence, or nothing where what it says is not known. */
function piece(text: string, name: string, value: string | null): string {
  return value === null ? '' : fill(text, { [name]: value });
}
