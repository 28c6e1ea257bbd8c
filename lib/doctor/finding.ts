/**
 * `warning`: it works, and yet wants to be mended. `skipped`: not set, or it cannot be looked at from here; nothing is
 * wrong with that.
 */
export type Mark = 'ok' | 'warning' | 'failed' | 'skipped';

/** One line of the doctor: what was looked at, what was seen, what to do. */
export interface Finding {
  /** For machines and people: `database`, `smtp`, … */
  check: string;
  mark: Mark;
  text: string;
  /** Null where nothing has to be done. */
  remedy: string | null;
}

export const fine = (check: string, text: string): Finding => ({ check, mark: 'ok', text, remedy: null });

export const skipped = (check: string, text: string, remedy: string | null = null): Finding => ({
  check,
  mark: 'skipped',
  text,
  remedy,
});

export const warning = (check: string, text: string, remedy: string): Finding => ({
  check,
  mark: 'warning',
  text,
  remedy,
});

export const failed = (check: string, text: string, remedy: string): Finding => ({
  check,
  mark: 'failed',
  text,
  remedy,
});

/** All is well: nothing failed, and nothing wants to be mended. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ mark }) => mark === 'ok' || mark === 'skipped');
}
