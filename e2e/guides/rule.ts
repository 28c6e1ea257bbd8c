import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Place } from './place';

/**
 * How a command of a guide is covered. Every command has exactly one rule; a rule whose command no guide has any more fails.
 */
export type Rule = { command: RegExp } & (
  | {
      /** Typed for real in a clone, as it stands but for what the reader fills in. Throws where it does not do what its guide says. */
      run: (command: string, place: Place) => Promise<unknown>;
      /** Commands with the same text here are typed once, the first of them. Without it: the command itself. */
      likeness?: (command: string) => string;
      /** A program that may be missing on this machine; then the test is skipped, and says so. */
      needs?: { name: string; isHere: () => boolean };
    }
  /** The file of the test that runs it. */
  | { test: string }
  /** Cannot run here, for this reason; what it names is looked at nevertheless. Gives what is wrong. */
  | { cannotRun: string; check?: (command: string) => string[] }
);

export const program = (name: string) => ({
  name,
  isHere: () => process.env.PATH!.split(delimiter).some((folder) => existsSync(join(folder, name))),
});

/** `AC…`, `ID` and `FILE` are what a command before has told. */
export function filled(command: string, place: Place): string {
  return command.replace(/AC…|\b(?:ID|FILE)\b/, (name) => {
    const known = place.notes.get(name);
    assert(known, `no command before told its ${name}`);
    return known;
  });
}
