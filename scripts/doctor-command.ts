import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Channel, channels } from '@/lib/config/delivery-settings';
import { keepSecret } from '@/lib/config/secret';
import { loadSettings, type Settings } from '@/lib/config/settings';
import { SettingsError } from '@/lib/config/settings-error';
import { createDatabase, type Database } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { withDatabaseUrl } from '@/lib/db/with-database-url';
import { checkSettings } from '@/lib/doctor/check-settings';
import { type ExaminedDatabase, examineDatabase, examineWorld } from '@/lib/doctor/examine';
import { type Finding, failed, isWell, type Mark, skipped } from '@/lib/doctor/finding';
import { sendTrialCode } from '@/lib/doctor/send-trial-code';
import { openTerminal } from './doctor-terminal';
import { projectDir, SetupError } from './prepare.mjs';

const migrationsDir = join(projectDir, 'prisma/migrations');
const stateDir = join(projectDir, '.data');

interface Options {
  send?: string;
  channel?: Channel;
}

/** Looks, says what it sees, and ends with 0 only when all is well. */
export async function run(): Promise<number> {
  const { values } = parseArgs({
    options: { send: { type: 'string' }, channel: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (values.channel !== undefined && !channels.some((one) => one === values.channel)) {
    throw new SetupError(`--channel is one of: ${channels.join(', ')}.`);
  }
  const findings: Finding[] = [];
  const report = (group: readonly Finding[]) => {
    findings.push(...group);
    if (!values.json) print(group);
  };
  await look(values as Options, report);
  const ok = isWell(findings);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, findings }, null, 2)}\n`);
  else console.log(summarise(findings, values as Options));
  return ok ? 0 : 1;
}

type Report = (findings: readonly Finding[]) => void;

/** Settings, database, world, and then the trial: it is worth little before all else is known. */
async function look(options: Options, report: Report): Promise<void> {
  const secretKept = provideSecret();
  const { findings, settings } = checkSettings(process.env);
  report(findings);
  const world = settings ? examineWorld(settings, { secretKept }) : Promise.resolve([]);
  // Awaited later; a rejection meanwhile is not unhandled.
  world.catch(() => {});
  const configured = process.env.DATABASE_URL?.trim();
  if (!configured && options.send === undefined && !existsSync(join(stateDir, 'postgres.json'))) {
    report([skipped('database', 'The embedded PostgreSQL has never run.', '`npm start` makes it.')]);
    return report(await world);
  }
  let opened = false;
  await withDatabaseUrl(configured, projectDir, async (url) => {
    opened = true;
    const db = createDatabase(url);
    try {
      const found = await examine({ db, url, migrationsDir, embedded: !configured }, settings, options);
      report(found);
      report(await world);
      if (settings && options.send !== undefined) report(await tryCode(db, found, options));
    } finally {
      await db.$disconnect();
    }
  }).catch(async (error: Error) => {
    if (opened) throw error;
    report([
      failed('database', error.message, 'docs/start.md says what it needs; DATABASE_URL names another.'),
    ]);
    report(await world);
  });
}

/** A code can only be sent by a migrated database: for a trial, what is pending is applied, as the start would. */
async function examine(
  one: ExaminedDatabase,
  settings: Settings | null,
  { send }: Options,
): Promise<Finding[]> {
  const found = await examineDatabase(one, settings);
  const pending = found.filter(({ mark }) => mark === 'failed');
  if (send === undefined || pending.length !== 1 || pending[0]!.check !== 'migrations') return found;
  await migrate(one.url, one.migrationsDir);
  return examineDatabase(one, settings);
}

async function tryCode(
  db: Database,
  found: readonly Finding[],
  { send, channel }: Options,
): Promise<Finding[]> {
  if (found.some(({ mark, check }) => mark === 'failed' && check !== 'audit')) {
    return [skipped('send', 'No code was sent: the database has to be in order first.')];
  }
  const terminal = openTerminal();
  try {
    return await sendTrialCode({ db }, { to: send!, channel, terminal });
  } finally {
    terminal.close();
  }
}

/** As the start does: on this machine a secret is made and kept where none is set. */
function provideSecret(): boolean {
  if (process.env.APP_SECRET?.trim()) return false;
  try {
    const placeholder = '0123456789-only-to-read-the-rest-0123456789';
    if (!loadSettings({ ...process.env, APP_SECRET: placeholder }).loopback) return false;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
  }
  process.env.APP_SECRET = keepSecret(stateDir);
  return true;
}

const marks: Readonly<Record<Mark, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

function print(findings: readonly Finding[]): void {
  for (const { check, mark, text, remedy } of findings) {
    process.stdout.write(`${marks[mark]} ${check.padEnd(14)} ${text}\n`);
    if (remedy) process.stdout.write(`${' '.repeat(17)}→ ${remedy}\n`);
  }
}

function summarise(findings: readonly Finding[], { send }: Options): string {
  const count = (mark: Mark) => findings.filter((finding) => finding.mark === mark).length;
  const tail = send === undefined ? ' `npm run doctor -- --send you@example.com` tries a real code.' : '';
  return isWell(findings)
    ? `\nAll is well.${tail}`
    : `\n${count('failed')} failed, ${count('warning')} to mend.`;
}
