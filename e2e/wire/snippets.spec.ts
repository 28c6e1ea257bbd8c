import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { createApiKey } from '@/lib/accounts/api-keys';
import { projectDir } from '../fixtures/run';
import { expect, randomClientAddress, test } from '../fixtures/test';

/** What docs/api.md tells its readers to type, as it stands there but for host, port, address, key, id and code. */

const guide = readFileSync(join(projectDir, 'docs/api.md'), 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
const curls = blocks('sh').flatMap((text) =>
  [...text.matchAll(/^curl [\s\S]*?(?=^curl|$(?![\s\S]))/gm)].map(([command]) => command.trim()),
);

async function runCurl(command: string, key = ''): Promise<Record<string, string>> {
  const local = command.replace(/^curl/, `curl -H 'x-forwarded-for: ${randomClientAddress()}'`);
  const env = { ...process.env, LATCHKEY_KEY: key };
  const { stdout } = await promisify(execFile)('bash', ['-c', local], { env, timeout: 15_000 });
  return JSON.parse(stdout);
}

const newNumber = () => `+1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;

test('the commands of the guide sign a customer in, and ask for an approval', async ({
  run,
  db,
  customer,
  mailbox,
}) => {
  expect(curls.map((command) => /\/api\/v1\/\w+/.exec(command)![0])).toEqual([
    '/api/v1/codes',
    '/api/v1/codes',
    '/api/v1/sessions',
    '/api/v1/approvals',
  ]);
  const here = curls.map((command) =>
    command.replaceAll('http://localhost:3000', run.baseUrl).replace('test@example.com', customer.email),
  );
  const asked = await runCurl(here[0]!);
  expect(asked).toMatchObject({ status: 'live', purpose: 'login' });
  const code = await mailbox.waitForCode(customer.email);
  const checked = await runCurl(here[1]!.replace(/[0-9a-f]{8}-…/, asked.id!).replace('123456', code));
  expect(checked).toMatchObject({ valid: true });
  const session = await runCurl(here[2]!.replace('the grant of the answer', checked.grant!));
  expect(session).toMatchObject({ token_type: 'Bearer', customer_id: customer.id });
  const { token } = await createApiKey(db, { name: 'guide', scopes: ['approvals'], createdBy: 'test' });
  expect(await runCurl(here[3]!, token)).toMatchObject({ status: 'pending', reference: 'order-77' });
});

test('the TypeScript of the guide asks for a code, and hears what is wrong with a wrong one', async ({
  run,
  db,
}) => {
  const [source] = blocks('ts').filter((text) => text.includes('createClient'));
  const { token } = await createApiKey(db, { name: 'guide', createdBy: 'test' });
  const local = source!.replace('http://localhost:3000', run.baseUrl).replace(/\+1202555\d{4}/, newNumber());
  const { code } = await transform(local, { loader: 'ts', format: 'esm' });
  const words = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const env = { ...process.env, LATCHKEY_KEY: token, FORCE_COLOR: '0' };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: projectDir, env });
  expect(stdout.trim()).toBe('4');
});

test('the Python of the guide proves a number', async ({ run, phone }) => {
  test.skip(spawnSync('python3', ['--version']).status !== 0, 'there is no Python here');
  const number = newNumber();
  const [source] = blocks('python');
  const local = source!.replace('http://localhost:3000', run.baseUrl).replace(/\+1202555\d{4}/, number);
  const python = spawn('python3', ['-u', '-c', local], { stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  python.stdout.on('data', (part) => {
    printed += part;
  });
  const ended = once(python, 'exit');
  python.stdin.end(`${await phone.waitForCode(number)}\n`);
  expect(await ended).toEqual([0, null]);
  expect(printed).toMatch(/^Code: [\w-]{40,}\s*$/);
});
