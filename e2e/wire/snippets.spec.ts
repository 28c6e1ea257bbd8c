import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { createApiKey } from '@/lib/accounts/api-keys';
import { projectDir } from '../fixtures/run';
import { expect, randomClientAddress, test } from '../fixtures/test';
import { findBlocks, findCommands, textOf } from '../guides/read-guides';

/** What docs/api.md tells its readers to type, as it stands there but for host, port, address, key, id and code. */

const guide = 'docs/api.md';
const blocks = (language: string) =>
  findBlocks(guide)
    .filter((block) => block.language === language)
    .map(({ text }) => text);
const curls = findCommands(guide)
  .map(({ text }) => text)
  .filter((text) => text.startsWith('curl'));

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
    '/api/v1/sessions',
    '/api/v1/codes',
    '/api/v1/sessions',
    '/api/v1/approvals',
  ]);
  const here = curls.map((command) =>
    command.replaceAll('http://localhost:3000', run.baseUrl).replace('test@example.com', customer.email),
  );
  const ask = async () => {
    const arrives = mailbox.waitForCode(customer.email);
    const asked = await runCurl(here[0]!);
    expect(asked).toMatchObject({ status: 'live', purpose: 'login' });
    return { id: asked.id!, code: await arrives };
  };
  const withCode = (command: string, { id, code }: { id: string; code: string }) =>
    runCurl(command.replace(/[0-9a-f]{8}-…/, id).replace('123456', code));
  const session = { token_type: 'Bearer', customer_id: customer.id };
  expect(await withCode(here[1]!, await ask())).toMatchObject(session);
  const checked = await withCode(here[2]!, await ask());
  expect(checked).toMatchObject({ valid: true });
  expect(await runCurl(here[3]!.replace('the grant of the answer', checked.grant!))).toMatchObject(session);
  const { token } = await createApiKey(db, { name: 'guide', scopes: ['approvals'], createdBy: 'test' });
  expect(await runCurl(here[4]!, token)).toMatchObject({ status: 'pending', reference: 'order-77' });
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

test('the JavaScript of the guide points the SDK of Twilio Verify here', async ({ run, db, phone }) => {
  const [source] = blocks('js').filter((text) => text.includes("from 'twilio'"));
  const { id, secret } = await createApiKey(db, { name: 'guide', createdBy: 'test' });
  const number = newNumber();
  // The reader's program waits for the code between its last two lines.
  const asking = source!
    .replace(/https:\/\/login\.example\.com/, run.baseUrl)
    .replace("'AC…', 'the secret'", `'${id}', '${secret}'`)
    .replaceAll(/\+1202555\d{4}/g, number)
    .replace(
      /(?=await service\.verificationChecks)/,
      "const [code] = await once(process.stdin, 'data');\nconst checked = ",
    )
    .replace("'123456'", 'String(code).trim()');
  const code = `import { once } from 'node:events';\n${asking}\nconsole.log(checked.status);\nprocess.exit();`;
  const program = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: projectDir,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  program.stdout.on('data', (part) => {
    printed += part;
  });
  const ended = once(program, 'exit');
  program.stdin.write(`${await phone.waitForCode(number)}\n`);
  expect(await ended).toEqual([0, null]);
  expect(printed.trim()).toBe('approved');
});

test('the command of docs/deploy/one-server.md answers as it says there', async ({ run }) => {
  const page = 'docs/deploy/one-server.md';
  const [command] = findCommands(page).filter(({ text }) => text.startsWith('curl'));
  const answer = await runCurl(command!.text.replace('http://127.0.0.1:3000', run.baseUrl));
  expect(textOf(page)).toContain(`\`${JSON.stringify(answer)}\``);
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
