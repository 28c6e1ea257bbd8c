import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

// 225 KB with its word lists: only ever imported while somebody types a new password (password-strength.tsx).
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** The estimator's time grows with the square of the length; what is beyond this makes no password weaker. */
const longest = 64;

/** 0 (guessed at once) to 4 (not in a lifetime). */
export function estimateStrength(password: string, ownWords: readonly string[]): number {
  return estimator.check(password.slice(0, longest), [...ownWords]).score;
}
