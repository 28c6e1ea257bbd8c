import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { signInByPassword } from '@/lib/flows/sign-in';
import * as compat from '@/lib/schemas/api/compat';
import { findBlocks, textOf } from './read-guides';

/** docs/moving-from-django-flask-fastapi.md, setting by setting, endpoint by endpoint, password by password. */

const guide = 'docs/moving-from-django-flask-fastapi.md';
const text = textOf(guide);
const section = (title: string) => new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(text)![1]!;
const rowsOf = (part: string) =>
  [...part.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row]) => row!.split(' | '))
    .filter(([first]) => !/^-|^yours$/.test(first!));
const codesOf = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

test('what it calls "the same" is a setting here', () => {
  const settings = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);
  const same = rowsOf(section('Settings'))
    .filter(([, here]) => /^(the same|understood)/.test(here!))
    .flatMap(([yours]) => codesOf(yours!).map((code) => code.split('=')[0]!));
  expect(same.length).toBeGreaterThan(25);
  expect(same.filter((name) => !settings.includes(name))).toEqual([]);
});

const schemas: Readonly<Record<string, z.ZodObject>> = {
  '/send-otp': compat.sendOtpSchema,
  '/verify-otp': compat.verifyOtpSchema,
  '/register-with-otp': compat.registerWithOtpSchema,
  '/forgot-password-otp': compat.forgotPasswordOtpSchema,
  '/api/v1/auth/send-otp': compat.sendPhoneOtpSchema,
  '/api/v1/auth/verify-otp': compat.verifyPhoneOtpSchema,
  '/api/auth/otp/send': compat.sendIdentifierOtpSchema,
  '/api/auth/otp/verify': compat.verifyIdentifierOtpSchema,
};

test('its endpoints are there, and take the bodies that it shows', () => {
  const rows = rowsOf(section('Endpoints')).filter(
    ([yours]) =>
      yours!.startsWith('`POST /') &&
      !yours!.includes('/api/v1/codes') &&
      !/password-resets|registrations|sessions/.test(yours!),
  );
  const shown = rows.map(([yours, body]) => {
    const path = yours!.replace(/^`POST |\/?`$/g, '');
    const fields = [...body!.matchAll(/"(\w+)"(\??)/g)].map(([, name, optional]) => name! + optional!);
    return [path, fields.sort()];
  });
  const real = Object.entries(schemas).map(([path, { shape }]) => [
    path,
    Object.entries(shape)
      .map(([name, field]) => name + ((field as z.ZodType).safeParse(undefined).success ? '?' : ''))
      .sort(),
  ]);
  expect(shown).toEqual(real);
  expect(Object.keys(schemas).filter((path) => !existsSync(`app/(compat)${path}/route.ts`))).toEqual([]);
});

/** "correct horse", as each system keeps it. The bcrypt ones are of Python's crypt(3). */
const bcrypt = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.WrAwgFxicHZ3kL7zMvXYXHKosDn8ot2';
const kinds = {
  pbkdf2: 'pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=',
  sha1: 'pbkdf2_sha1$1000$seasalt$iQvkNOF1wEL4Khh8eogJ8rUhipM=',
  bcrypt: `bcrypt$${bcrypt}`,
  bcryptsha: 'bcrypt_sha256$$2b$05$CCCCCCCCCCCCCCCCCCCCC.jkGMyGDwQEPkW62gDnVEt5vQ5TQY40W',
};

describe('its SQL moves customers', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const argon2 = await hash('correct horse', { memoryCost: 8_192, timeCost: 2, parallelism: 8 });
    const django = { ...kinds, argon2: `argon2${argon2}` };
    await client.query(`
      CREATE TABLE auth_user ("first_name" text, "last_name" text, "email" text, "password" text, "is_active" boolean);
      CREATE TABLE core_customer ("name" text, "email" text, "phone" text, "customer_type" text);
      CREATE TABLE core_user ("username" text, "email" text, "phone_number" text, "password" text);
      CREATE TABLE users ("full_name" text, "email" text, "phone" text, "hashed_password" text, "is_active" boolean);
      INSERT INTO core_customer VALUES
        ('Ravi', 'ravi@example.com', '+919876543211', 'Household'), ('Again', ' PBKDF2@example.com', NULL, NULL);
      INSERT INTO core_user VALUES ('racer', 'racer@example.com', '+12025550143', '${kinds.pbkdf2}');
      INSERT INTO users VALUES ('Flo', 'flo@example.com', '+12025550144', '${bcrypt}', true),
        ('Fay', 'fay@example.com', NULL, '${argon2}', true), ('Fox', 'fox@example.com', NULL, '${bcrypt}', false);`);
    for (const [name, password] of Object.entries({
      ...django,
      none: '!unusable',
      off: kinds.pbkdf2,
      blank: kinds.pbkdf2,
    })) {
      const email = name === 'blank' ? '' : `${name.toUpperCase()}@Example.com`;
      await client.query('INSERT INTO auth_user VALUES ($1, $2, $3, $4, $5)', [
        name,
        'Old',
        email,
        password,
        name !== 'off',
      ]);
    }
    // Twice: whoever does it again changes nothing.
    for (const statements of [1, 2].flatMap(() =>
      findBlocks(guide).filter(({ language }) => language === 'sql'),
    ))
      await client.query(statements.text);
    await client.end();
  });
  afterAll(() => database.close());

  const signIn = (email: string, password: string) =>
    signInByPassword(
      { db: database.db },
      {
        ...{ identifier: { kind: 'email', address: email }, password },
        owner: { browserHash: randomBytes(32), clientId: null },
        visitor: {
          ...{ clientAddress: `203.0.113.${email.length}`, userAgent: null, requestId: randomUUID() },
          ...{ locale: null, deviceHash: null },
        },
      },
    );

  test.each([...Object.keys(kinds), 'argon2', 'racer', 'flo', 'fay'])(
    '%s signs in with the old password, and is kept by our own hash from then on',
    async (name) => {
      const email = `${name}@example.com`;
      expect(await signIn(email, 'wrong horse')).toMatchObject({ ok: false, reason: 'wrong' });
      expect(await signIn(email, 'correct horse')).toMatchObject({ ok: true });
      const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { email } });
      expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await signIn(email, 'correct horse')).toMatchObject({ ok: true });
    },
  );

  test('who had no password has none, and who was switched off stays so', async () => {
    const { db } = database;
    expect(await db.user.findUnique({ where: { email: 'none@example.com' } })).toMatchObject({
      passwordHash: null,
      status: 'active',
    });
    for (const email of ['off@example.com', 'fox@example.com']) {
      expect(await db.user.findUnique({ where: { email } })).toMatchObject({ status: 'disabled' });
      expect(await signIn(email, 'correct horse')).toMatchObject({ ok: false, reason: 'wrong' });
    }
  });

  test('customers come with phone and type, once, without a proof that nobody has', async () => {
    const { db } = database;
    expect(await db.user.findUnique({ where: { phone: '+919876543211' } })).toMatchObject({
      name: 'Ravi',
      customerType: 'Household',
    });
    expect(await db.user.count()).toBe(Object.keys(kinds).length + 3 + 1 + 1 + 3);
    expect(
      await db.user.count({
        where: {
          OR: [
            { emailVerifiedAt: { not: null } },
            { phoneVerifiedAt: { not: null } },
            { role: { not: 'customer' } },
          ],
        },
      }),
    ).toBe(0);
  });
});
