import { longestPassword } from '@/lib/accounts/password-policy';
import type { Settings } from '@/lib/config/settings';
import { waitSeconds } from '@/lib/guard/proof-of-work';
import type { LimitName, Limits } from '@/lib/limits/catalogue';
import { type Line, meetsWhen, met } from './policy-line';

/** What is asked of accounts and passwords. */
export function accountLines({ passwordMinLength, guard }: Settings, limits: Limits): Line[] {
  const rate = (name: LimitName) => `${limits[name].max} in ${limits[name].seconds / 60} minutes`;
  const { captcha, proofOfWork } = guard;
  const proof = captcha ? `a captcha of ${captcha.provider}` : 'a puzzle that the browser solves';
  return [
    [
      'Accounts',
      'ASVS 6.3.8',
      'Nobody learns who has an account.',
      met('decoys: same answers, statements and waits'),
    ],
    [
      'Accounts',
      'ASVS 2.3.1',
      'No step can be skipped.',
      met('the state of a flow is sealed; rights are single-use grants'),
    ],
    ['Accounts', 'ASVS 6.4.3', 'A reset leaves the second factor on.', met('and signs nobody in')],
    [
      'Accounts',
      'ASVS 7.4.3',
      'A new password ends all other sessions.',
      met('sessions, codes and grants end'),
    ],
    [
      'Accounts',
      'ASVS 6.3.7',
      'Owners are told of changes.',
      met('every proved address, the old one included'),
    ],
    [
      'Accounts',
      'ASVS 6.3.6, 6.6.1, NIST 3.1.3.1, 3.1.3.3',
      'E-mail is no second factor; text messages are a restricted one.',
      [
        'offered and labelled so; an app or a passkey is better',
        'partly',
        'Ask customers for an app or a passkey.',
      ],
    ],
    [
      'Accounts',
      'ASVS 2.4.1',
      'Automatic requests are slowed down.',
      meetsWhen(
        proofOfWork !== 'off',
        proofOfWork === 'off'
          ? 'nothing but the limits'
          : `${proof}, or ${waitSeconds} seconds (${proofOfWork})`,
        'Set PROOF_OF_WORK=risk.',
        'partly',
      ),
    ],
    [
      'Passwords',
      'ASVS 6.2.1, NIST 3.1.1.2',
      'At least 15 characters where a password is the only factor; never below 8.',
      meetsWhen(
        passwordMinLength >= 15,
        `${passwordMinLength} to ${longestPassword}`,
        'Set PASSWORD_MIN_LENGTH=15.',
        'partly',
      ),
    ],
    [
      'Passwords',
      'ASVS 6.2.4, 6.2.11, NIST 3.1.1.2',
      'Common passwords, and those of the account’s own words, are refused.',
      met('a list, and the words of the account'),
    ],
    [
      'Passwords',
      'ASVS 6.2.5, 6.2.7, NIST 3.1.1.2',
      'No rules of composition; pasting is allowed.',
      met('none; every character counts'),
    ],
    [
      'Passwords',
      'ASVS 11.4.2',
      'Passwords are hashed slowly.',
      met('Argon2id, 19 MiB, 2 passes; imported ones are upgraded'),
    ],
    [
      'Passwords',
      'ASVS 6.3.1',
      'Guessing passwords is limited.',
      met(`${rate('sign_ins_per_client_and_account')} from one network, then the holds`),
    ],
  ];
}
