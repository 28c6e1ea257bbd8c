import { expect, it } from 'vitest';
import { eventTypes } from '@/lib/audit/record-event';
import { describeForOwner } from './describe-for-owner';
import { languages } from './languages';
import { wordsOf } from './words';

const english = wordsOf('en').activity;

it.each([
  ['code_requested', { purpose: 'login', channel: 'sms' }, 'Asked for a code for sign-in by SMS'],
  ['code_requested', {}, 'Asked for a code'],
  ['code_failed', { reason: 'code_expired' }, 'A code was refused: it had expired'],
  ['code_failed', { reason: '<script>' }, 'A code was refused'],
  ['signed_in', { methods: ['code_email', 'totp'] }, 'Signed in with code by email, authenticator app'],
  ['signed_in', { methods: 'nonsense' }, 'Signed in'],
  ['factor_added', { kind: 'totp' }, 'Turned on a second factor: authenticator app'],
  ['backup_code_used', { left: 9 }, 'Used a backup code, 9 left'],
  ['approval_denied', { by: 'application' }, 'A transaction to approve was withdrawn'],
  ['admin_action', { kind: 'reveal', why: 'ticket 4711' }, 'Staff looked at an address of yours'],
  [
    'admin_action',
    { kind: 'release_factor', factor: 'sms' },
    'Staff turned off a second factor: code by SMS',
  ],
  ['admin_action', { kind: 'something_new' }, 'Staff changed something about the account'],
  ['something_new', {}, 'Something happened on the account'],
  ['constructor', null, 'Something happened on the account'],
])('says %s %o as: %s', (type, data, text) => {
  expect(describeForOwner(english, { type, data })).toBe(text);
});

it.each(languages)('says every event in whole sentences in %s', (language) => {
  const data = { purpose: 'login', channel: 'sms', methods: ['password'], reason: 'code_used', left: 3 };
  for (const type of eventTypes) {
    const text = describeForOwner(wordsOf(language).activity, { type, data });
    expect(text, type).toMatch(/\p{L}/u);
    expect(text, type).not.toMatch(/[{}]|undefined|null/);
  }
});
