import type { Database } from '@/lib/db/client';
import { SetupError } from './prepare.mjs';

/** Whom the audit log names for what is typed at the command line. */
export const actor = 'command line';

export type Options = {
  'dry-run'?: boolean;
  scopes?: string;
  days?: string;
  hours?: string;
  'per-minute'?: string;
  'per-address'?: string;
  events?: string;
};

/** One of `npm run admin`. Its answer is printed as JSON. */
export type Command = (db: Database, words: string[], options: Options) => Promise<unknown>;

export function readNumber(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new SetupError(`${option} takes a whole number.`);
  return Number(text);
}
