import { describe, expect, it } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { formSentences } from '../words/form-sentences';
import { backupCodeSchema } from './backup-code';
import { chooseMethodSchema } from './choose-method';
import { codeFormSchema, codeSchema } from './code';
import { identifierSchema } from './identifier';
import { newPasswordSchema } from './new-password';
import { registerSchema } from './register';
import { signInSchema } from './sign-in';

/** What the forms are given to say. */
const listed = new Map<ZodMiniType, readonly string[]>([
  [codeSchema, formSentences.code],
  [codeFormSchema, formSentences.code],
  [identifierSchema, formSentences.identifier],
  [signInSchema, formSentences.signIn],
  [registerSchema, formSentences.register],
  [newPasswordSchema, formSentences.newPassword],
  [chooseMethodSchema, formSentences.chooseMethod],
]);

/** The first problem of each field. Every message has to be an id that the form has the sentence of. */
function problems(schema: ZodMiniType, input: unknown): Record<string, string> {
  const parsed = schema.safeParse(input);
  const issues = [...(parsed.error?.issues ?? [])].reverse();
  for (const { message } of issues) expect(listed.get(schema)).toContain(message);
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.'), issue.message]));
}

describe('codeSchema', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['123\u2212456', '123456'],
    ['１２３　４５６', '123456'],
    ['１２３－４５６', '123456'],
    ['１２３ー４５６', '123456'],
    ['١٢٣-٤٥٦', '123456'],
    ['012\u2011345', '012345'],
    ['\u202A123456\u202C', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['१२३४५६', '123456'],
    ['１２３４５６', '123456'],
    ['𝟎𝟏𝟐𝟑𝟘𝟡', '012309'],
    ['1234', '1234'],
    ['1234567890', '1234567890'],
  ])('reads %j as %s', (typed, code) => {
    expect(codeSchema.parse(typed)).toBe(code);
  });

  it.each([
    '',
    '123',
    '12345678901',
    '12345a',
    '1.23456',
    '+123456',
    '½23456',
    '1'.repeat(1000),
    123456,
    null,
    ['123456'],
  ])('refuses %j as malformed', (typed) => {
    expect(problems(codeSchema, typed)).toEqual({ '': 'code_malformed' });
  });

  it('names the field in a form', () => {
    expect(problems(codeFormSchema, { code: 'x' })).toEqual({ code: 'code_malformed' });
    expect(problems(codeFormSchema, {})).toEqual({ code: 'code_malformed' });
  });
});

describe('backupCodeSchema', () => {
  it.each([
    ['0123-4567-89AB-CDEF', '0123456789abcdef'],
    ['o1lI 4567 89ab cdef', '0111456789abcdef'],
    ['\u202A０１２３－４５６７－８９ＡＢ－ＣＤＥＦ\u202C', '0123456789abcdef'],
    ['０１２３ー４５６７ー８９ａｂーｃｄｅｆ', '0123456789abcdef'],
    ['٠١٢٣ ٤٥٦٧ ٨٩ab cdef', '0123456789abcdef'],
  ])('reads %j as %s', (typed, code) => {
    expect(backupCodeSchema.parse(typed)).toBe(code);
  });

  it.each(['', '0123456789abcde', '0123456789abcdef0', 'u123456789abcdef', 'ａ'.repeat(65)])(
    'refuses %j as malformed',
    (typed) => {
      expect(backupCodeSchema.safeParse(typed).error?.issues[0]?.message).toBe('backup_code_malformed');
    },
  );
});

describe('identifierSchema', () => {
  it('takes anything that could be an address, without the space around it', () => {
    expect(identifierSchema.parse({ identifier: ' ann@example.com ' })).toEqual({
      identifier: 'ann@example.com',
    });
    expect(identifierSchema.safeParse({ identifier: '९८७६५' }).success).toBe(true);
    expect(identifierSchema.safeParse({ identifier: 'ａｎｎ＠example.com' }).success).toBe(true);
  });
  it('says what is missing', () => {
    expect(problems(identifierSchema, { identifier: '  ' })).toEqual({ identifier: 'empty' });
    expect(problems(identifierSchema, {})).toEqual({ identifier: 'empty' });
    expect(problems(identifierSchema, { identifier: 'ann' })).toEqual({ identifier: 'unrecognised' });
    expect(problems(identifierSchema, { identifier: ['ann@example.com'] })).toEqual({ identifier: 'empty' });
  });
});

describe('chooseMethodSchema', () => {
  it('takes a channel and nothing else', () => {
    expect(chooseMethodSchema.parse({ channel: 'sms' })).toEqual({ channel: 'sms' });
    expect(problems(chooseMethodSchema, { channel: 'pigeon' })).toEqual({ channel: 'channel_required' });
    expect(problems(chooseMethodSchema, {})).toEqual({ channel: 'channel_required' });
  });
});

describe('newPasswordSchema', () => {
  it('takes two equal passwords, in whatever normal form they were typed, untrimmed', () => {
    const typed = { password: ' e\u0301te en Grece ', confirm: ' \u00E9te en Grece ' };
    expect(newPasswordSchema.parse(typed)).toEqual(typed);
  });
  it('says what is wrong, at the field where it is', () => {
    expect(problems(newPasswordSchema, { password: 'a', confirm: 'b' })).toEqual({
      confirm: 'passwords_differ',
    });
    expect(problems(newPasswordSchema, { password: '', confirm: '' })).toEqual({
      password: 'password_required',
    });
    const long = '😀'.repeat(257);
    expect(problems(newPasswordSchema, { password: long, confirm: long })).toEqual({ password: 'too_long' });
    const longest = '😀'.repeat(256);
    expect(problems(newPasswordSchema, { password: longest, confirm: longest })).toEqual({});
  });
});

describe('signInSchema', () => {
  it('needs an address; the action says where a password is needed', () => {
    expect(problems(signInSchema, {})).toEqual({ identifier: 'empty', password: 'password_required' });
    expect(problems(signInSchema, { identifier: 'ann@example.com', password: 'x' })).toEqual({});
  });
});

describe('registerSchema', () => {
  it('needs an e-mail address or a phone; empty fields of a form are absent', () => {
    expect(
      registerSchema.parse({ email: ' ann@example.com', phone: '', name: ' Ann ', password: '' }),
    ).toEqual({
      email: 'ann@example.com',
      phone: undefined,
      name: 'Ann',
      password: undefined,
    });
    expect(registerSchema.parse({ email: 'ann＠example.com' })).toMatchObject({ email: 'ann＠example.com' });
    expect(registerSchema.parse({ phone: '+14155550132' })).toMatchObject({
      phone: '+14155550132',
      name: '',
    });
    expect(problems(registerSchema, { email: '', phone: '' })).toEqual({ email: 'address_required' });
  });
  it('says what is wrong with each field', () => {
    expect(
      problems(registerSchema, {
        email: 'ann',
        phone: 'none',
        name: 'x'.repeat(101),
        password: 'x'.repeat(2000),
      }),
    ).toEqual({
      email: 'email_malformed',
      phone: 'phone_malformed',
      name: 'name_too_long',
      password: 'too_long',
    });
    expect(problems(registerSchema, { email: { $ne: '' } })).toEqual({ email: 'email_malformed' });
  });
});
