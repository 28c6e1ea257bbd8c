/**
 * `met`: this configuration does it. `partly`: allowed, and yet a setting would do better. `not_met`: mend it.
 * `elsewhere`: only an operator can see to it, outside the app.
 */
export type PolicyMark = 'met' | 'partly' | 'not_met' | 'elsewhere';

export interface PolicyLine {
  area: 'Codes' | 'Guessing' | 'Accounts' | 'Passwords' | 'Sessions' | 'Browser' | 'Messages' | 'Operation';
  /** Chapters of OWASP ASVS 5.0.0 (its published CSV) and of NIST SP 800-63B-4 (its published source). Our words, not theirs. */
  source: string;
  requirement: string;
  /** What is so here, with the running numbers. */
  value: string;
  mark: PolicyMark;
  /** What to set; null where nothing is to be done. */
  remedy: string | null;
}

export type Fact = [value: string, mark: PolicyMark, remedy?: string];
/** A line as the lists write it. */
export type Line = [area: PolicyLine['area'], source: string, requirement: string, fact: Fact];

export const met = (value: string): Fact => [value, 'met'];
export const meetsWhen = (
  holds: boolean,
  value: string,
  remedy: string,
  otherwise: PolicyMark = 'not_met',
): Fact => (holds ? [value, 'met'] : [value, otherwise, remedy]);
