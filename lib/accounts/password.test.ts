import { hash } from '@node-rs/argon2';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { commonPasswords } from './common-passwords';
import { createHashQueue } from './hash-queue';
import { checkPassword, hashPassword, needsRehash, verifyPassword } from './password';

/** Any UTF-16, lone surrogates included. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const policy = { minLength: 8, appName: 'Latchkey' };
const ann = { name: 'Ann-Marie O’Neill', email: 'annie.oneill@globex.example', phone: '+919845012367' };
const check = async (password: string, minLength = 8) => {
  const checked = await checkPassword(password, ann, { ...policy, minLength });
  return checked.ok ? 'fine' : checked.reason;
};

describe('checkPassword', () => {
  it('has a block-list of at least 3,000 common passwords that are long enough to be chosen', () => {
    const long = commonPasswords
      .trim()
      .split(/\s+/)
      .filter((word) => word.length >= 8);
    expect(new Set(long).size).toBeGreaterThanOrEqual(3000);
  });

  it('counts code points after NFC, from the shortest to 256', async () => {
    expect(await check('vk3x9q')).toBe('too_short');
    expect(await check('😀🐙🦊🐢🐌🦆🦉')).toBe('too_short');
    expect(await check('😀🐙🦊🐢🐌🦆🦉🐝')).toBe('fine');
    expect(await check('e\u0301'.repeat(7))).toBe('too_short');
    const longest = 'vk3x9q%T'.repeat(32);
    expect(await check(`${longest.slice(0, 255)}é`)).toBe('fine');
    expect(await check(`${longest.slice(0, 255)}e\u0301`)).toBe('fine');
    expect(await check(`${longest}1`)).toBe('too_long');
    expect(await check('x'.repeat(5_000_000))).toBe('too_long');
    expect(await check('fourteen chars', 15)).toBe('too_short');
  });

  it('keeps the password as it is, apart from NFC', async () => {
    expect(await checkPassword('  e\u0301t\u00E9 vk3x9q ', null, policy)).toEqual({
      ok: true,
      value: '  été vk3x9q ',
    });
  });

  it.each(['        ', '\u2003\u00A0\t      '])('refuses %j, which is only spaces', async (password) => {
    expect(await check(password)).toBe('whitespace_only');
  });

  it.each([
    'password',
    'PassWord',
    'p@ssw0rd',
    'Password1!',
    'Passw0rd2026',
    '12345678',
    'iloveyou',
    'qwertyuiop',
    'dragon123',
    '!!dragon!!',
    'monkey2024!',
    'passwordpassword',
    'aaaaaaaa',
    'abcdefghijk',
    '987654321',
    'letmein!!!',
  ])('refuses %s as common', async (password) => {
    expect(await check(password)).toBe('common');
  });

  it.each([
    'annie.oneill',
    'AnnieOneill1',
    'annie-2026!',
    'oneill1985',
    'globex2026!',
    '4nn13.0n3ill',
    'Latchkey1!',
    'latchkey-latchkey',
    '9845012367',
    '+919845012367',
  ])('refuses %s, the owner’s own words with little beside them', async (password) => {
    expect(await check(password)).toBe('own_words');
  });

  it.each([
    'correct horse battery',
    'annie likes purple otters',
    'vk3x9q%T',
    'ζκ ωμέγα πύργος',
    'banana-orchard-planning',
  ])('lets %s through', async (password) => {
    expect(await check(password)).toBe('fine');
  });

  it('never throws, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.string(), async (password, name) => {
        const checked = await checkPassword(password, { name, email: `${name}@${name}` }, policy);
        expect(typeof checked.ok).toBe('boolean');
      }),
    );
  });
});

describe('hashPassword and verifyPassword', () => {
  it('hashes by Argon2id with 19 MiB, two passes and one lane, with a new salt each time', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(needsRehash(one)).toBe(false);
  });

  it('knows the right password, in every normal form, and no other', async () => {
    const stored = await hashPassword('\u00E9t\u00E9 correct');
    expect(await verifyPassword(stored, 'e\u0301te\u0301 correct')).toEqual({ ok: true, upgradedHash: null });
    expect(await verifyPassword(stored, 'été Correct')).toEqual({ ok: false, upgradedHash: null });
    expect(await verifyPassword(stored, '')).toMatchObject({ ok: false });
    expect(await verifyPassword(null, 'été correct')).toEqual({ ok: false, upgradedHash: null });
    expect(await verifyPassword('', 'été correct')).toEqual({ ok: false, upgradedHash: null });
    expect(await verifyPassword('!disabled', 'été correct')).toEqual({ ok: false, upgradedHash: null });
  });

  it('cuts nothing off a long password', async () => {
    const long = 'x'.repeat(255);
    const stored = await hashPassword(`${long}a`);
    expect((await verifyPassword(stored, `${long}b`)).ok).toBe(false);
    expect((await verifyPassword(stored, `${long}a`)).ok).toBe(true);
  });

  it('refuses over-long input before any hashing', async () => {
    const stored = await hashPassword('correct horse');
    const start = performance.now();
    for (let index = 0; index < 200; index += 1) {
      expect(await verifyPassword(stored, 'x'.repeat(100_000))).toEqual({ ok: false, upgradedHash: null });
    }
    expect(performance.now() - start).toBeLessThan(1000);
    await expect(hashPassword('x'.repeat(300))).rejects.toThrow(RangeError);
  });

  it('takes as long for an unknown account as for a wrong password', async () => {
    const stored = await hashPassword('correct horse');
    const measure = async (hashOrNull: string | null) => {
      const start = performance.now();
      await verifyPassword(hashOrNull, 'wrong horse');
      return performance.now() - start;
    };
    // In turns, and by the fastest of each: other work on the machine only adds time.
    const known: number[] = [];
    const unknown: number[] = [];
    for (let index = 0; index < 15; index += 1) {
      known.push(await measure(stored));
      unknown.push(await measure(null));
    }
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('does not hold the event loop up', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await Promise.all(Array.from({ length: 8 }, () => hashPassword('correct horse')));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

// Made by Python's hashlib and crypt(3), except the last two; the first two of Django are what Django 3.2 itself writes, and
// passlib 1.7 takes its own.
const sha256 = 'mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=';
const imported: [string, string][] = [
  ['Django PBKDF2', `pbkdf2_sha256$1000$seasalt$${sha256}`],
  ['Django PBKDF2 of SHA-1', 'pbkdf2_sha1$1000$seasalt$iQvkNOF1wEL4Khh8eogJ8rUhipM='],
  [
    'Django scrypt',
    'scrypt$1024$seasalt$8$1$b9vqOe0B5HZh2f10Q9RPN9OFNPtmb+ezp5YOlnZsJQ0vQ5I3eq8Zt7GFMuqQ58xCxTIvVL1QCL/PTXEWr+RNHA==',
  ],
  [
    'passlib PBKDF2',
    '$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$cBg8D2DungRB9k76szThf5ehfyBz991ay6PT8Srwk4M',
  ],
  ['Werkzeug PBKDF2', `pbkdf2:sha256:1000$seasalt$${Buffer.from(sha256, 'base64').toString('hex')}`],
  [
    'Werkzeug scrypt',
    'scrypt:1024:8:1$seasalt$6fdbea39ed01e47661d9fd7443d44f37d38534fb666fe7b3a7960e96766c250d2f4392377aaf19b7b18532ea90e7cc42c5322f54bd5008bfcf4d7116afe44d1c',
  ],
  ['bcrypt', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.WrAwgFxicHZ3kL7zMvXYXHKosDn8ot2'],
  ['Django bcrypt', 'bcrypt$$2b$05$CCCCCCCCCCCCCCCCCCCCC.WrAwgFxicHZ3kL7zMvXYXHKosDn8ot2'],
  ['Django bcrypt of SHA-256', 'bcrypt_sha256$$2b$05$CCCCCCCCCCCCCCCCCCCCC.jkGMyGDwQEPkW62gDnVEt5vQ5TQY40W'],
];

describe('imported hashes', () => {
  it.each(imported)('%s: the password still works, and is upgraded', async (_, stored) => {
    expect(needsRehash(stored)).toBe(true);
    expect(await verifyPassword(stored, 'wrong horse')).toEqual({ ok: false, upgradedHash: null });
    const { ok, upgradedHash } = await verifyPassword(stored, 'correct horse');
    expect(ok).toBe(true);
    expect(upgradedHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await verifyPassword(upgradedHash, 'correct horse')).ok).toBe(true);
  });

  it('Django Argon2: the password still works, and is upgraded', async () => {
    const django = `argon2${await hash('correct horse', { memoryCost: 102_400, timeCost: 2, parallelism: 8 })}`;
    expect((await verifyPassword(django, 'wrong horse')).ok).toBe(false);
    expect(await verifyPassword(django, 'correct horse')).toMatchObject({
      ok: true,
      upgradedHash: expect.stringMatching(/^\$argon2id/),
    });
  });

  it('lets nobody in by a damaged row', async () => {
    for (const stored of [
      'pbkdf2_sha256$0$seasalt$AAAA',
      'pbkdf2_sha256$99999999999$seasalt$AAAA',
      'pbkdf2_sha256$1000$seasalt$',
      'pbkdf2:sha256:1000$seasalt$',
      'pbkdf2_sha256$1000$seasalt$=',
      'scrypt:1024:8:1$seasalt$0',
      'scrypt:999999999:8:1$salt$00',
      'scrypt:1023:8:1$salt$00',
      '$pbkdf2-sha256$0$c2FsdA$AAAA',
      '$pbkdf2-sha256$1000$c2FsdA$.',
      'scrypt$1024$seasalt$8$1$AAAA',
      'scrypt$1023$seasalt$8$1$AAAAAAAAAAAAAAAAAAAAAAAA',
      'scrypt$1073741824$seasalt$8$1$AAAAAAAAAAAAAAAAAAAAAAAA',
      '$2b$05$short',
      `$2b$99$${'C'.repeat(53)}`,
      'plain text',
    ]) {
      expect(await verifyPassword(stored, ''), stored).toMatchObject({ ok: false });
      expect(await verifyPassword(stored, 'plain text'), stored).toMatchObject({ ok: false });
    }
  });
});

describe('createHashQueue', () => {
  it('runs so many at a time, in order, and refuses when too many wait', async () => {
    const inTurn = createHashQueue(2, 3);
    const ends: (() => void)[] = [];
    const started: number[] = [];
    const task = (id: number) => () => {
      started.push(id);
      return new Promise<number>((resolve) => ends.push(() => resolve(id)));
    };
    const running = [1, 2, 3, 4, 5].map((id) => inTurn(task(id)));
    await expect(inTurn(task(6))).rejects.toThrow('Too many passwords are being checked at once.');
    expect(started).toEqual([1, 2]);
    for (let index = 0; index < 5; index += 1) {
      ends[index]!();
      await running[index];
    }
    expect(await Promise.all(running)).toEqual([1, 2, 3, 4, 5]);
    expect(started).toEqual([1, 2, 3, 4, 5]);
    expect(await inTurn(async () => 7)).toBe(7);
  });

  it('is one for all modules of the process', async () => {
    const store = globalThis as unknown as { latchkeyHashQueue: ReturnType<typeof createHashQueue> };
    const theirs = store.latchkeyHashQueue;
    const queue = vi.fn().mockResolvedValue('hashed');
    store.latchkeyHashQueue = queue;
    vi.resetModules();
    try {
      const again = await import('./password');
      expect(await again.hashPassword('quiet harbour lamp 42')).toBe('hashed');
      expect(queue).toHaveBeenCalledOnce();
    } finally {
      store.latchkeyHashQueue = theirs;
    }
  });

  it('goes on after a task that failed', async () => {
    const inTurn = createHashQueue(1, 1);
    await expect(inTurn(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await inTurn(async () => 1)).toBe(1);
  });
});
