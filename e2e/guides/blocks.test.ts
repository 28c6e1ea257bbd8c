import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { transform } from 'esbuild';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { loadSettings } from '@/lib/config/settings';
import { createTestDatabase } from '@/lib/db/test-database';
import { readOwnTexts } from '@/lib/delivery/messages/own-texts';
import { renderMessage } from '@/lib/delivery/messages/render-message';
import { deliverySettings, smsMessage } from '@/lib/delivery/providers/stand-ins/message-fixture';
import { startWebhookStandIn, webhookSecret } from '@/lib/delivery/providers/stand-ins/webhook-stand-in';
import { webhook } from '@/lib/delivery/providers/webhook';
import { publicEvents } from '@/lib/delivery/webhooks/public-events';
import { secondFactorWaysSchema } from '@/lib/schemas/api/accounts';
import { codeSchema } from '@/lib/schemas/api/codes';
import { problemSchema } from '@/lib/web/openapi';
import { type Block, findBlocks, guides, textOf } from './read-guides';

/** What guides show besides commands: settings, SQL, JSON, programs, outputs. */

const blocks = guides.flatMap(findBlocks);
const inLanguages = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));
const nameOf = ({ guide, line }: Block) => `${guide}:${line}`;
const named = (chosen: Block[]) => chosen.map((block) => ({ name: nameOf(block), ...block }));

const settings = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);

describe('settings', () => {
  const base = {
    APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop',
    APP_URL: 'https://login.example.com',
  };
  /** `...`, `xxxx` and nothing stand for what the reader puts there. */
  const filled = (value: string) => value.replace(/^$|^\.\.\.$|…$/, 'Placeholder0123456789-abcdefghij');
  const read = ({ text }: Block) =>
    Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value]) => [name, filled(value ?? '')]));

  test.each(named(inLanguages('ini')))('of $name are understood', (block) => {
    // A later block of a guide builds on those before it.
    const before = inLanguages('ini').filter(
      ({ guide, line }) => guide === block.guide && line <= block.line,
    );
    const shown: Record<string, string> = Object.assign({}, ...before.map(read));
    expect(Object.keys(shown).filter((name) => !settings.includes(name))).toEqual([]);
    // Each guide has one channel in view; the other is carried by something.
    const others = { EMAIL_HOST: 'mail.example.com', DEFAULT_FROM_EMAIL: 'login@example.com' };
    expect(() => loadSettings({ ...base, ...('EMAIL_HOST' in shown ? {} : others), ...shown })).not.toThrow();
  });
});

describe('SQL', () => {
  // The statements for moving from another system: moving.test.ts.
  const own = inLanguages('sql').filter(({ guide }) => guide !== 'docs/moving-from-django-flask-fastapi.md');

  test.each(named(own))('of $name runs', async ({ text }) => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const counted = () =>
        client.query('SELECT count(*)::int AS n FROM "User"').then(({ rows }) => rows[0]!.n as number);
      await client.query(text);
      if (text.includes('INSERT INTO "User"')) expect(await counted()).toBeGreaterThan(0);
      const before = await counted();
      // Whoever runs it again changes nothing.
      await client.query(text);
      expect(await counted()).toBe(before);
    } finally {
      await client.end();
      await database.close();
    }
  });
});

/** What a block of JSON has to be like, by a word that only it has. */
const shapes: readonly [guide: string, word: string, check: (shown: unknown) => unknown][] = [
  ['docs/api.md', '"can_resend_at"', fits(codeSchema)],
  [
    'docs/api.md',
    '"ways"',
    (shown) => fits(secondFactorWaysSchema)((shown as { second_factor: unknown }).second_factor),
  ],
  ['docs/api.md', '"attempts_left": 4', fits(problemSchema)],
  ['docs/api.md', '"code.verified"', isPublicEvent],
  ['docs/messages.md', '"login.subject"', isOwnTexts],
  ['docs/operations/alerts.md', '"alert.fired"', isAlert],
  ['docs/providers/webhook.md', '"message.send"', isPosted],
  ['docs/providers/webhook.md', '"landline"', isUnderstoodRefusal],
  ['docs/providers/webhook.md', '"message.delivered"', isReceipt],
];

function fits(schema: z.ZodObject) {
  // Ids and times are shortened for the reader.
  const names = Object.keys(schema.shape);
  return (shown: unknown) => {
    expect(Object.keys(shown as object).filter((name) => !names.includes(name))).toEqual([]);
    const wrong = schema.safeParse(shown).error?.issues ?? [];
    expect(wrong.filter(({ path }) => !['id', 'request_id'].includes(String(path[0])))).toEqual([]);
  };
}

function isPublicEvent(shown: unknown) {
  const { type, data } = shown as { type: string; data: object };
  const event = publicEvents.find((one) => one.type === type);
  const facts: readonly string[] = event && 'facts' in event ? event.facts : [];
  expect(event).toBeDefined();
  expect(Object.keys(data).filter((name) => !['customer_id', 'code_id', ...facts].includes(name))).toEqual(
    [],
  );
}

function isOwnTexts(shown: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  try {
    writeFileSync(join(folder, 'en.json'), JSON.stringify(shown));
    expect(readOwnTexts(folder).get('en')).toEqual(shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isAlert(shown: unknown) {
  const { data, ...around } = shown as { data: object };
  expect(Object.keys(around)).toEqual(['id', 'type', 'timestamp']);
  const source = textOf('lib/audit/alerts/send-notices.ts');
  expect(source).toContain(`const data = { alert_id: alertId, rule, subject, value, threshold, text };`);
  expect(Object.keys(data)).toEqual(['alert_id', 'rule', 'subject', 'value', 'threshold', 'text', 'url']);
}

async function post(message = smsMessage()) {
  const vendor = await startWebhookStandIn();
  try {
    const env = { SMS_PROVIDER: 'webhook', WEBHOOK_URL: `${vendor.url}/send`, WEBHOOK_SECRET: webhookSecret };
    await webhook.send(message, deliverySettings(env), AbortSignal.timeout(5_000));
    return JSON.parse(vendor.requests.at(-1)!.body) as { data: object };
  } finally {
    await vendor.close();
  }
}

async function isPosted(shown: unknown) {
  const sent = await post();
  expect(Object.keys(shown as object)).toEqual(Object.keys(sent));
  expect(Object.keys((shown as { data: object }).data)).toEqual(Object.keys(sent.data));
}

function isUnderstoodRefusal(shown: unknown) {
  const { error } = shown as { error: { kind: string; message: string } };
  expect(Object.keys(error)).toEqual(['kind', 'message']);
  expect(textOf('lib/delivery/providers/webhook.ts')).toContain(`'${error.kind}'`);
}

function isReceipt(shown: unknown) {
  expect(textOf('lib/delivery/receipts/webhook-receipts.ts')).toContain(
    (shown as { type: string }).type.split('.')[1]!,
  );
}

describe('JSON', () => {
  test.each(named(inLanguages('json')))('of $name is what the code says', async ({ guide, text }) => {
    const fitting = shapes.filter(([where, word]) => where === guide && text.includes(word));
    expect(fitting).toHaveLength(1);
    await fitting[0]![2](JSON.parse(text));
  });

  test('has no shape that no guide shows', () => {
    const stale = shapes.filter(
      ([where, word]) =>
        !inLanguages('json').some(({ guide, text }) => guide === where && text.includes(word)),
    );
    expect(stale).toEqual([]);
  });
});

describe('programs', () => {
  test.each(named(inLanguages('ts', 'tsx', 'js')))(
    'of $name are well written, and import what is there',
    async ({ language, text }) => {
      await transform(text, { loader: language as 'ts', format: 'esm' });
      const files = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => path!);
      expect(files.filter((path) => !existsSync(`${path}.ts`) && !existsSync(`${path}.tsx`))).toEqual([]);
      const packages = [...text.matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => name!);
      expect(packages.filter((name) => !existsSync(join('node_modules', name)))).toEqual([]);
    },
  );

  test.each(named(inLanguages('python')))('of $name are well written', (block) => {
    const python = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: block.text,
    });
    // Without Python nobody can say; e2e/wire/snippets.spec.ts runs it where there is one.
    expect([0, null]).toContain(python.status);
  });
});

test('the configuration for Prometheus asks where metrics are', () => {
  const [block] = inLanguages('yaml');
  const [job] = (parse(block!.text) as { scrape_configs: { job_name: string; metrics_path: string }[] })
    .scrape_configs;
  expect(existsSync(`app${job!.metrics_path}/route.ts`)).toBe(true);
  expect(textOf(join(dirname(block!.guide), 'prometheus-rules.yml'))).toContain(`job="${job!.job_name}"`);
});

/** Blocks without a language, by their first line. */
const outputs: readonly [guide: string, begin: string, check: (text: string) => void][] = [
  // documents.test.ts compares it with the folders.
  ['README.md', 'app/', () => {}],
  ['docs/start.md', 'Latchkey is ready', areLinesOfTheStart],
  ['docs/providers/twilio.md', 'Your Latchkey verification code is', isText],
];

function areLinesOfTheStart(text: string) {
  const source = textOf('scripts/run-server.ts').replace(/\$\{address\}/g, 'http://localhost:3000');
  for (const line of text.trim().split('\n')) expect(source).toContain(line);
}

function isText(text: string) {
  const at = new Date('2026-11-20T10:48:00Z');
  const rendered = renderMessage({
    ...{ deliveryId: null, template: 'code', channel: 'sms', locale: null, purpose: 'password_reset' },
    ...{ params: {}, code: '123456', at, now: at, expiresAt: new Date(at.getTime() + 600_000) },
    site: { appName: 'Latchkey', appUrl: new URL('https://login.example.com') },
  });
  expect(text.trim()).toBe(rendered.text);
}

describe('what is printed', () => {
  test.each(named(inLanguages('')))('in $name is so', ({ guide, text }) => {
    const fitting = outputs.filter(([where, begin]) => where === guide && text.startsWith(begin));
    expect(fitting).toHaveLength(1);
    fitting[0]![2](text);
  });
});

test('every block of every guide is of a kind that some test looks at', () => {
  // Commands and what they are given: guides.test.ts. Drawings: documents.test.ts.
  const kinds = [
    'sh',
    'bash',
    'csv',
    'ini',
    'sql',
    'json',
    'ts',
    'tsx',
    'js',
    'python',
    'yaml',
    'mermaid',
    '',
  ];
  expect(blocks.filter(({ language }) => !kinds.includes(language)).map(nameOf)).toEqual([]);
  expect(inLanguages('yaml')).toHaveLength(1);
});
