import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, randomClientAddress, test } from '../fixtures/test';
import { findCommands } from '../guides/read-guides';

/** The commands of the guides as they stand there, host and port apart, against the built server. */

const commands = ['docs/compat-commands.md', 'docs/moving-from-django-flask-fastapi.md']
  .flatMap(findCommands)
  .map(({ text }) => text)
  .filter((text) => text.startsWith('curl'));

async function runCommand(command: string, baseUrl: string, code: string) {
  const local = command
    .replace(/http:\/\/localhost:\d+/, baseUrl)
    .replace('"123456"', `"${code}"`)
    .replace(/^curl/, `curl -s -w '\\n%{http_code}' -H 'x-forwarded-for: ${randomClientAddress()}'`);
  const { stdout } = await promisify(execFile)('bash', ['-c', local], { timeout: 15_000 });
  const lines = stdout.trimEnd().split('\n');
  return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
}

test('the guides have every command', () => {
  expect(commands).toHaveLength(10);
});

test('each command of the older systems works as it stands', async ({ run, phone }) => {
  let code = '';
  for (const command of commands) {
    const { status, body } = await runCommand(command, run.baseUrl, code);
    expect(status, `${command}\n${JSON.stringify(body)}`).toBeLessThan(300);
    expect(body.success).toBe(true);
    const to = /"(?:to|phone|identifier)": "([^"]+)"/.exec(command)![1]!;
    if (/send/.test(command.split('\n')[0]!)) code = await phone.waitForCode(to);
    else if (/verify/.test(command)) expect(body.valid).toBe(true);
  }
});

test('the API answers in its own form, also where there is nothing', async ({ request, run }) => {
  const missing = await request.get(`${run.baseUrl}/api/v1/nothing`);
  expect(missing.status()).toBe(404);
  expect(missing.headers()['content-type']).toBe('application/problem+json');
  const method = await request.delete(`${run.baseUrl}/api/v1/codes`);
  expect(method.status()).toBe(405);
  const document = await (await request.get(`${run.baseUrl}/api/v1/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.0');
});

test('a code by API: asked for, watched until it was sent, checked', async ({ request, run, mailbox }) => {
  const to = `api-${Date.now()}@example.com`;
  const asked = await request.post(`${run.baseUrl}/api/v1/codes`, { data: { purpose: 'verification', to } });
  expect(asked.status()).toBe(202);
  const { id } = await asked.json();
  await expect
    .poll(async () => (await (await request.get(`${run.baseUrl}/api/v1/codes/${id}`)).json()).delivery)
    .toMatch(/sent|delivered/);
  const code = await mailbox.waitForCode(to);
  const checked = await request.post(`${run.baseUrl}/api/v1/codes/${id}/verify`, { data: { code } });
  expect(await checked.json()).toMatchObject({ valid: true, purpose: 'verification' });
});

test('the page about the API names every error', async ({ request, run }) => {
  const page = await (await request.get(`${run.baseUrl}/docs/api`)).text();
  for (const part of ['POST', '/api/v1/codes', 'id="code_expired"']) expect(page).toContain(part);
});
