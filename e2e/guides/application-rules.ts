import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '@/lib/config/settings';
import type { Place } from './place';
import { findBlocks } from './read-guides';
import { filled, program, type Rule } from './rule';

// What an operator types: npm run seed, doctor, admin, backup, restore.

/** The commands of `npm run admin` print one line of JSON. */
async function admin<Answer>(place: Place, command: string): Promise<Answer> {
  const out = await place.sh(command);
  return JSON.parse(out.trim().split('\n').at(-1)!) as Answer;
}

async function createKey(command: string, place: Place) {
  const key = await admin<{ token: string; id: string; secret: string }>(
    place,
    command.replace('node scripts/admin.mjs', 'npm run admin --'),
  );
  assert.match(key.token, /^lk_/);
  assert.match(key.id, /^AC[0-9a-f]{32}$/);
  assert.match(key.secret, /./);
  place.notes.set('AC…', key.id);
}

const findings = (output: string) =>
  [...output.matchAll(/^([✓!✗–]) (\w+)/gm)].map(([, mark, check]) => `${mark} ${check}`);

/** Sends, waits for the code in the terminal (demo mode), types it. */
async function sendTrial(command: string, place: Place) {
  let typed = false;
  const { code, out, told } = await place.type(command, (output) => {
    // The message may be there before the question.
    const [, message = ''] = output.split(/^\[\w+ to .*$/m);
    const shown = /code is: (\d{6})|^\D*(\d{6})\D*$/m.exec(message);
    if (typed || !shown) return null;
    typed = true;
    return shown[1] ?? shown[2]!;
  });
  assert.equal(code, 0, out + told);
  assert(findings(out).includes('✓ code'), out + told);
}

const key = /^(npm run admin --|node scripts\/admin\.mjs) key create /;

export const applicationRules: readonly Rule[] = [
  {
    command: /^npm run seed$/,
    run: async (command, place) =>
      assert.match(await place.sh(command), /5 demo customers added, 0 were there already/),
  },
  { command: key, run: createKey, likeness: () => 'key create' },
  {
    command: /^npm run admin -- key list$/,
    run: async (command, place) => {
      const keys = await admin<{ id: string }[]>(place, command);
      assert(keys.some(({ id }) => id === place.notes.get('AC…')));
    },
  },
  {
    command: /^npm run admin -- key (rotate|revoke) AC…/,
    run: async (command, place) => JSON.stringify(await admin(place, filled(command, place))),
  },
  {
    command: /^npm run admin -- webhook create /,
    run: async (command, place) => {
      const endpoint = await admin<{ id: string; events: string[] }>(place, command);
      assert.deepEqual(endpoint.events, /--events (\S+)/.exec(command)![1]!.split(','));
      place.notes.set('ID', endpoint.id);
    },
  },
  {
    command: /^npm run admin -- webhook (list|replay|rotate|remove)/,
    run: async (command, place) => {
      const answer = JSON.stringify(await admin(place, filled(command, place)));
      assert.match(answer, command.includes('replay') ? /"queued":0/ : /"id"|"removed"|"secret"/);
    },
  },
  {
    command: /^npm run admin -- grant /,
    run: async (command, place) => {
      const email = command.split(' ').at(-1)!;
      await place.query(`INSERT INTO "User" ("email") VALUES ('${email}')`);
      await place.sh(command);
      assert.deepEqual(await place.query(`SELECT "role" FROM "User" WHERE "email" = '${email}'`), [
        { role: 'admin' },
      ]);
    },
  },
  {
    command: /^npm run admin -- import /,
    run: async (command, place) => {
      const [file] = /[\w.]+\.csv/.exec(command)!;
      const [block] = findBlocks('docs/seed-customers.md').filter(({ language }) => language === 'csv');
      writeFileSync(join(place.folder, file), block!.text);
      const rows = block!.text.trim().split('\n').length - 1;
      assert.deepEqual(await admin(place, command), { rows, added: rows, known: 0, bad: 0 });
    },
  },
  {
    command: /^npm run admin -- user disable /,
    run: async (command, place) => {
      await place.query(`INSERT INTO "User" ("email") VALUES ('stuck@example.com')`);
      await place.sh(command.replace('THEIR-ADDRESS', 'stuck@example.com'));
      const [row] = await place.query(`SELECT "status" FROM "User" WHERE "email" = 'stuck@example.com'`);
      assert.deepEqual(row, { status: 'disabled' });
    },
  },
  {
    command: /^npm run admin -- audit verify$/,
    run: async (command, place) => assert.match(JSON.stringify(await admin(place, command)), /"whole":true/),
  },
  {
    command: /^(npm run doctor|node scripts\/doctor\.mjs)$/,
    likeness: () => 'doctor',
    run: async (command, place) => {
      const { out, code } = await place.type(command.replace('node scripts/doctor.mjs', 'npm run doctor'));
      assert(
        ['✓ settings', '✓ database', '✓ migrations', '✓ clock'].every((one) => findings(out).includes(one)),
        out,
      );
      assert.equal(code, 0, out);
    },
  },
  {
    command: /^npm run doctor -- --send /,
    run: sendTrial,
    likeness: (command) => command.replace(/\S+@\S+/, 'an address'),
  },
  {
    command: /^npm run doctor -- --json$/,
    run: async (command, place) => {
      const { out } = await place.type(command);
      const { ok, findings: all } = JSON.parse(out.slice(out.indexOf('{\n'))) as {
        ok: boolean;
        findings: object[];
      };
      assert.equal(ok, true);
      assert.deepEqual(Object.keys(all[0]!), ['check', 'mark', 'text', 'remedy']);
    },
  },
  {
    command: /^openssl rand /,
    needs: program('openssl'),
    run: async (command, place) => {
      const secret = (await place.sh(command)).trim();
      assert.equal(loadSettings({ APP_SECRET: secret }).appSecret, secret);
    },
  },
  {
    // In the folder of the old system's tables: the guide's SQL is run beside them in moving.test.ts.
    command: /^pg_dump -t auth_user/,
    cannotRun: 'the database of a Django system is the reader’s own',
  },
  {
    // Without a word more they say what can be said to them.
    command: /^npm run (restore|admin)$/,
    run: async (command, place) => {
      const { out } = await place.type(command);
      assert.match(out, new RegExp(`${command} -- `));
    },
  },
  { command: /^npm run studio$/, test: 'scripts/studio.test.ts' },
  { command: /^pg_dump -Fc$/, cannotRun: 'an example of a tool of PostgreSQL’s own' },
];
