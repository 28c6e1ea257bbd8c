import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { parseEmail } from './parse-email';
import { parseIdentifier } from './parse-identifier';
import { phoneRegionSetting, storePhoneRegion } from './phone-region';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.db.$executeRaw`
    CREATE FUNCTION try_to(name text, typed text) RETURNS text LANGUAGE plpgsql AS ${Prisma.raw(`$$
    DECLARE answer text;
    BEGIN
      EXECUTE format('SELECT %I($1)', name) INTO answer USING typed;
      RETURN answer;
    EXCEPTION WHEN check_violation THEN RETURN NULL;
    END $$`)}`;
});
afterAll(() => test.close());

/** What a normalising function of the database makes of each text; null where it refuses. */
async function askDatabase(name: string, texts: string[]): Promise<(string | null)[]> {
  const rows = await test.db.$queryRaw<{ answer: string | null }[]>`
    SELECT try_to(${name}, typed) AS answer FROM unnest(${texts}::text[]) WITH ORDINALITY AS t (typed, n) ORDER BY n`;
  return rows.map((row) => row.answer);
}

/** Any UTF-16, lone surrogates included. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const anywhere = { defaultRegion: null, countries: null };
const india = { defaultRegion: 'IN', countries: null };
const parse = (text: string) => parseIdentifier(text, anywhere);
const invalid = (reason: string) => ({ kind: 'invalid', reason });

describe('parseIdentifier, e-mail', () => {
  it.each([
    [' Ann.Lee@Example.COM ', 'ann.lee@example.com'],
    ['\u00A0ann+tag@example.com\n', 'ann+tag@example.com'],
    ['анна@example.com', 'анна@example.com'],
    ['ann@MÜNCHEN.example', 'ann@xn--mnchen-3ya.example'],
    ['ann@münchen.example', 'ann@xn--mnchen-3ya.example'],
    ["o'hara@127.1", "o'hara@127.1"],
    ['root@localhost', 'root@localhost'],
    // As an input method for Japanese writes them.
    ['ann＠example.com', 'ann@example.com'],
    ['Ａｎｎ．Ｌｅｅ＋ｔａｇ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ann.lee+tag@example.com'],
    ['ann@example。com', 'ann@example.com'],
  ])('reads %j', (typed, address) => {
    expect(parse(typed)).toEqual({ kind: 'email', address });
  });

  it('never folds a look-alike into another address', () => {
    expect(parse('\u212Aate@example.com')).toEqual(invalid('email_lookalike'));
    expect(parse('ann\uFE6Bexample.com')).toEqual(invalid('email_lookalike'));
    expect(parse('𝐚nn@example.com')).toEqual(invalid('email_lookalike'));
    expect(parse('ⓐnn@example.com')).toEqual(invalid('email_lookalike'));
    expect(parse('e\u0301va@example.com')).toEqual(invalid('email_lookalike'));
    expect(parse('İ@example.com')).toEqual({ kind: 'email', address: 'İ@example.com' });
  });

  it.each([
    'ann@',
    '@example.com',
    'ann@example.com,bob@example.com',
    'ann@example.com bob@example.com',
    'ann@exa mple.com',
    'ann\r\nBcc:bob@example.com',
    'Ann <ann@example.com>',
    'ann@example..com',
    'ann@-example.com',
    '.ann@example.com',
    'a\u200Bnn@example.com',
    'a\u202Enn@example.com',
    'ann\u0000@example.com',
    'a@b@c.com',
  ])('refuses %j', (typed) => {
    expect(parse(typed)).toEqual(invalid('email_malformed'));
  });

  it('takes 254 characters and no more', () => {
    const domain = '@example.com';
    expect(parse(`${'a'.repeat(254 - domain.length)}${domain}`).kind).toBe('email');
    expect(parse(`${'a'.repeat(255 - domain.length)}${domain}`)).toEqual(invalid('email_too_long'));
    expect(parse(`${'a'.repeat(100_000)}${domain}`)).toEqual(invalid('email_too_long'));
  });

  it('folds as the database does, whatever is typed', async () => {
    const letters = fc.constantFrom(..."aZkK\u212Aſßİı.+-' \u00A0\tÀÉé\u0301ａ９шΣς😀０");
    const local = fc.string({ unit: letters, minLength: 1, maxLength: 12 });
    const typed = fc
      .tuple(
        fc.constantFrom('', ' ', '\u00A0', '\r\n'),
        local,
        fc.constantFrom('Example.com', 'MAIL.example', 'b'),
      )
      .map(([space, name, domain]) => `${space}${name}@${domain}${space}`);
    const samples = fc.sample(
      fc.oneof(
        typed,
        fc.string({ unit: 'grapheme' }).map((name) => `${name}@Ex.com`),
      ),
      600,
    );
    const texts = samples.filter((sample) => !sample.includes('\u0000') && sample.isWellFormed());
    const emails = await askDatabase('latchkey_email', texts);
    const stored = texts.map((sample, index) => ({ sample, email: emails[index] ?? null }));
    let agreed = 0;
    for (const { sample, email } of stored) {
      const parsed = parseEmail(sample);
      if (parsed.ok) {
        expect(email, JSON.stringify(sample)).toBe(parsed.value);
        agreed += 1;
      }
      if (email === null) expect(parsed, JSON.stringify(sample)).toMatchObject({ ok: false });
    }
    expect(agreed).toBeGreaterThan(50);
  });
});

describe('parseIdentifier, phone', () => {
  it.each([
    ['+91 98765 43210', '+919876543210', true],
    ['+1234567890', '+1234567890', false],
    ['+999123456789', '+999123456789', false],
    ['＋１ (415) 555‑0132', '+14155550132', true],
    ['0044 20 7946 0958', '+442079460958', true],
    ['+44 (0)20 7946 0958', '+442079460958', true],
    ['tel:+1-415-555-0132', '+14155550132', true],
    ['\u202A+1 415 555 0132\u202C', '+14155550132', true],
    ['+٩١٩٨٧٦٥٤٣٢١٠', '+919876543210', true],
    ['+९१९८७६५४३२१०', '+919876543210', true],
    ['+９１９８７６５４３２１０', '+919876543210', true],
    ['＋８１（３）１２３４－５６７８', '+81312345678', true],
    ['＋８１ー３ー１２３４ー５６７８', '+81312345678', true],
    ['+81\u22123\u22121234\u22125678', '+81312345678', true],
  ])('reads %j without a region', (typed, address, planned) => {
    expect(parse(typed)).toEqual({ kind: 'phone', address, planned });
  });

  it.each(['9876543210', '09876543210', '098765 43210', '919876543210', '00919876543210', '९८७६५४३२१०'])(
    'reads %j in India',
    (typed) => {
      expect(parseIdentifier(typed, india)).toEqual({
        kind: 'phone',
        address: '+919876543210',
        planned: true,
      });
    },
  );

  it('asks for the country when nothing tells it', () => {
    expect(parse('9876543210')).toEqual(invalid('phone_needs_country'));
    expect(parseIdentifier('12345', india)).toEqual(invalid('phone_malformed'));
  });

  it.each([
    '+12345',
    '+1234567890123456',
    '+0123456789',
    '1+4155550132',
    '+1 415 555 0132 ext 5',
    '+1-800-FLOWERS',
    '+',
  ])('refuses %j', (typed) => {
    expect(parse(typed).kind).toBe('invalid');
  });

  it.each([
    ['+19005551234', 'premium in the United States'],
    ['+449098790000', 'premium in the United Kingdom'],
    ['+447012345678', 'personal in the United Kingdom'],
    ['+881612345678', 'satellite'],
    ['+870773111632', 'satellite'],
    ['+88235123456', 'international network'],
    ['+979123456789', 'international premium'],
  ])('refuses %s (%s)', (typed) => {
    expect(parse(typed)).toEqual(invalid('phone_premium'));
  });

  it('refuses countries that may not be texted', () => {
    const rules = { defaultRegion: 'IN', countries: ['IN', 'US'] };
    expect(parseIdentifier('9876543210', rules).kind).toBe('phone');
    expect(parseIdentifier('+1234567890', rules).kind).toBe('phone');
    expect(parseIdentifier('+18765550123', rules)).toEqual(invalid('phone_country_refused'));
    expect(parseIdentifier('+442079460958', rules)).toEqual(invalid('phone_country_refused'));
    expect(parseIdentifier('+999123456789', rules)).toEqual(invalid('phone_country_refused'));
  });

  it('says what is neither', () => {
    expect(parse('   ')).toEqual(invalid('empty'));
    expect(parse('ann')).toEqual(invalid('unrecognised'));
    expect(parse('ann2000')).toEqual(invalid('phone_malformed'));
  });

  it('never throws, and gives only what the table takes', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'+0123456789 ()-') })), (text) => {
        const parsed = parseIdentifier(text, india);
        if (parsed.kind === 'phone') expect(parsed.address).toMatch(/^\+[1-9][0-9]{6,14}$/);
        if (parsed.kind === 'email') expect(parsed.address).toMatch(/^[^@\s]+@[^@\s]+$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(['IN', 'US', 'GB', 'DE', 'IT', 'BR', 'FR', 'AE'])('phone region %s', (region) => {
  it('makes the database read what was typed as the app does', async () => {
    await storePhoneRegion(test.db, region);
    const facts = phoneRegionSetting(region)!;
    const rules = { defaultRegion: region, countries: null };
    const national = facts.example.slice(1 + facts.callingCode.length);
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 12 });
    const random = fc
      .tuple(fc.constantFrom('', facts.nationalPrefix, '00', '+'), digits)
      .map((parts) => parts.join(''));
    const samples = [national, facts.nationalPrefix + national, facts.example, ...fc.sample(random, 150)];
    const stored = await askDatabase('latchkey_e164', samples);
    expect(stored.slice(0, 3)).toEqual([facts.example, facts.example, facts.example]);
    for (const [index, sample] of samples.entries()) {
      const phone = stored[index] ?? null;
      const parsed = parseIdentifier(sample, rules);
      // More than 15 digits are refused by the table's check.
      if (phone === null || phone.length > 16 || phone.length < 8) continue;
      if (parsed.kind === 'invalid' && parsed.reason === 'phone_premium') continue;
      expect(parsed, sample).toMatchObject({ kind: 'phone', address: phone });
    }
  });
});

describe('storePhoneRegion', () => {
  it('takes the facts back when the region is no longer set', async () => {
    await storePhoneRegion(test.db, 'IN');
    await storePhoneRegion(test.db, null);
    expect(await test.db.setting.findUnique({ where: { key: 'phone_region' } })).toBeNull();
    await expect(test.db.user.create({ data: { phone: '9876543210' } })).rejects.toThrow(
      /international form/,
    );
  });

  it('lets a national number typed into a row become E.164', async () => {
    await storePhoneRegion(test.db, 'IN');
    expect((await test.db.user.create({ data: { phone: '098765 43210' } })).phone).toBe('+919876543210');
  });
});
