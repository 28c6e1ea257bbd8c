import { getSettings } from '@/lib/config/settings';
import { SettingsError } from '@/lib/config/settings-error';

/** At most `max` uses in any `seconds` seconds, by one subject. */
export interface Limit {
  max: number;
  seconds: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Every limit there is, and what one subject of it is. `LIMITS=sends_per_client=100/3600,…` changes them.
 * The waits between resends and the guesses of a code are not here: they live on the challenge (lib/codes/purposes.ts).
 */
const policy = {
  /** Subject: channel and address. A person needs two or three codes; more is somebody flooding a stranger's inbox. */
  sends_per_address_hour: { max: 5, seconds: hour },
  sends_per_address_day: { max: 10, seconds: day },
  /** Subject: client. A family or a small office shares one; a script that walks a list of addresses does not fit in. */
  sends_per_client: { max: 30, seconds: hour },
  /** Subject: leading digits of a phone number. Pumping buys blocks of neighbouring numbers. */
  sms_per_prefix: { max: 20, seconds: hour },
  /** Subject: client. A code request without an API key. */
  api_anonymous: { max: 5, seconds: minute },
  /** Subject: API key. Raise it for an application with traffic. */
  api_signed_in: { max: 10, seconds: minute },
  /** Subject: client and account. Guessing one password from one place. */
  sign_ins_per_client_and_account: { max: 5, seconds: 15 * minute },
  /** Subject: client. One password tried on many accounts; wide enough for an office behind one address. */
  sign_ins_per_client: { max: 50, seconds: 15 * minute },
  /** Subject: typed address. Many places that guess one password; wide, because it locks the owner out, too. */
  sign_ins_per_account: { max: 50, seconds: hour },
  /** Subject: client. Typing an identifier: answers are alike, so this only makes measuring them slow. */
  lookups_per_client: { max: 60, seconds: hour },
  /** Subject: client. Checking codes; each code has its own five guesses, this bounds guessing over many codes. */
  verifications_per_client: { max: 60, seconds: minute },
  /** Subject: client. Pages ask for the state of a delivery every few seconds. */
  status_reads_per_client: { max: 120, seconds: minute },
  /** Subject: client. New accounts. */
  registrations_per_client: { max: 20, seconds: hour },
  /** Subject: client. Setting a password costs 19 MiB and a core for a moment. */
  password_changes_per_client: { max: 20, seconds: hour },
  /** Subject: client. Puzzles of the proof of work are cheap to make, not free. */
  puzzles_per_client: { max: 60, seconds: minute },
  /** Subject: account. Starting or checking a change of a factor or an address. */
  factor_changes_per_account: { max: 20, seconds: hour },
  /** Subject: account. Asking for the approval of a transaction. */
  approvals_per_account: { max: 30, seconds: hour },
  /** Subject: admin. Test messages of the console cost money. */
  test_sends_per_admin: { max: 10, seconds: hour },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof policy;
export type Limits = Readonly<Record<LimitName, Limit>>;

export const limitNames = Object.keys(policy) as LimitName[];

/** Consecutive failures of one subject, over all its codes, channels and factors (see holds.ts). */
export const holdPolicy = {
  /** So many in a row hold the subject … */
  failuresBeforeHold: 10,
  /** … for so long. */
  holdSeconds: 15 * minute,
  /** So many without a success in between turn the factor off until it is bound again (NIST SP 800-63B-4, 3.2.2). */
  failuresBeforeOff: 100,
} as const;

/** Bounds of an override: a row keeps one time for each use, and a purge looks back no further than a week. */
const largestMax = 10_000;
const longestSeconds = 7 * day;

/** The policy with the operator's changes. @throws SettingsError with one sentence a problem */
export function loadLimits(overrides: readonly string[]): Limits {
  const limits: Record<LimitName, Limit> = { ...policy };
  const problems: string[] = [];
  for (const override of overrides) {
    const match = /^\s*([a-z_]+)\s*=\s*(\d{1,9})\s*\/\s*(\d{1,9})\s*$/.exec(override);
    const name = match?.[1] as LimitName;
    const max = Number(match?.[2]);
    const seconds = Number(match?.[3]);
    if (!match) {
      problems.push(
        `LIMITS has "${override}". Write name=uses/seconds, for example sends_per_client=100/3600.`,
      );
    } else if (!Object.hasOwn(policy, name)) {
      problems.push(`LIMITS names "${name}", which is no limit. There are: ${limitNames.join(', ')}.`);
    } else if (max < 1 || max > largestMax || seconds < 1 || seconds > longestSeconds) {
      problems.push(
        `LIMITS has "${override}". Write 1 to ${largestMax} uses in 1 to ${longestSeconds} seconds (a week).`,
      );
    } else {
      limits[name] = { max, seconds };
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return limits;
}

let cached: Limits | undefined;

/** The limits of this process. @throws SettingsError */
export function getLimits(): Limits {
  cached ??= loadLimits(getSettings().limitOverrides);
  return cached;
}
