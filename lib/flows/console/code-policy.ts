import { policies, purposes, resendCooldownSeconds, ttlCapSeconds } from '@/lib/codes/purposes';
import type { Settings } from '@/lib/config/settings';
import { holdPolicy } from '@/lib/limits/catalogue';
import { type Line, meetsWhen, met } from './policy-line';

/** What is asked of codes, and of guessing at them. */
export function codeLines({ codes, demoMode }: Settings): Line[] {
  const lifeOf = (purpose: (typeof purposes)[number]) =>
    Math.min(
      codes.expiryMinutes === null ? policies[purpose].ttlSeconds : codes.expiryMinutes * 60,
      ttlCapSeconds,
    );
  const longest = Math.max(...purposes.map(lifeOf));
  const guesses = Math.max(...purposes.map((purpose) => policies[purpose].maxAttempts));
  const { failuresBeforeHold, holdSeconds, failuresBeforeOff } = holdPolicy;
  return [
    [
      'Codes',
      'ASVS 6.5.3, 6.5.4, NIST 3.1.3.2',
      'Codes are random, uniform, with at least six digits.',
      meetsWhen(
        codes.length >= 6,
        `${codes.length} digits, from HMAC-SHA-256 without bias`,
        'Set OTP_LENGTH=6 or more.',
      ),
    ],
    [
      'Codes',
      'ASVS 6.5.5, NIST 3.1.3.2',
      'A code lives ten minutes at most.',
      meetsWhen(
        longest <= 600,
        `${longest / 60} minutes at most, sign-in ${lifeOf('login') / 60}`,
        'Set OTP_EXPIRY_MINUTES=10 or less.',
      ),
    ],
    ['Codes', 'ASVS 6.5.1', 'A code works once.', met('one conditional update; one caller wins')],
    [
      'Codes',
      'ASVS 6.6.2',
      'A code is bound to its request, purpose and browser.',
      met('refused everywhere else'),
    ],
    [
      'Codes',
      'ASVS 11.2.4',
      'Codes are compared in constant time.',
      met('timingSafeEqual, after the guess was counted'),
    ],
    [
      'Codes',
      'ASVS 14.2.1, 16.2.5',
      'Codes stand in no address, log, metric or answer.',
      meetsWhen(
        !demoMode,
        demoMode ? 'demo mode shows every code at /inbox' : 'derived when sent, never stored',
        'Configure a provider: EMAIL_HOST and its kin (docs/start.md).',
        'partly',
      ),
    ],
    [
      'Guessing',
      'ASVS 6.6.3, NIST 3.2.2',
      'Guesses are limited, and a new code resets nothing.',
      met(
        `${guesses} a code; ${failuresBeforeHold} failures in a row hold for ${holdSeconds / 60} minutes, ${failuresBeforeOff} turn codes off`,
      ),
    ],
    [
      'Guessing',
      'ASVS 6.1.1, 6.3.1',
      'Owners are not locked out by strangers.',
      met('known browsers and applications with a key have a count of their own'),
    ],
    [
      'Guessing',
      'ASVS 2.4.1',
      'A new code has to be waited for.',
      met(`${resendCooldownSeconds.join(', ')} seconds`),
    ],
  ];
}
