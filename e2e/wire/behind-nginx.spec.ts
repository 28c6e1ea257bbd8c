import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as askSecurely } from 'node:https';
import { join } from 'node:path';
import { createDatabase } from '@/lib/db/client';
import { pickFreePort } from '@/lib/db/postmaster';
import { localhostCertificate, localhostKey } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
import { nginxPath } from '../attacks/nginx';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir, runDir } from '../fixtures/run';
import { startServer } from '../fixtures/server';
import { expect, test } from '../fixtures/test';

/** docs/deploy/one-server.md, from the settings to "Look": nginx with the project's own files before a server with a public name. */

const host = 'login.example.com';

/** The files of deploy/nginx; only the ports and the place of the certificate are this test's. */
async function startGuidesNginx(folder: string, ports: { https: number; http: number; app: number }) {
  const read = (name: string) => readFileSync(join(projectDir, 'deploy/nginx', name), 'utf8');
  const conf = `${read('upstream.conf')}\n${read('latchkey.conf')}`
    .replace(/^.*listen \[::\].*\n/gm, '')
    .replace('listen 443', `listen 127.0.0.1:${ports.https}`)
    .replace('listen 80', `listen 127.0.0.1:${ports.http}`)
    .replace('127.0.0.1:3000', `127.0.0.1:${ports.app}`)
    .replaceAll(' certificates/', ` ${folder}/`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fullchain.pem'), localhostCertificate);
  writeFileSync(join(folder, 'privkey.pem'), localhostKey);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;\n${user}\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${conf}\n}\n`,
  );
  const options = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', join(folder, 'error.log')];
  return spawn(nginxPath!, options, { stdio: 'ignore' });
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** As a customer at 203.0.113.9 asks, who reaches nginx by a load balancer on this machine. */
function ask(port: number, path: string, body?: object): Promise<Answer> {
  const headers = {
    host,
    'x-forwarded-for': '203.0.113.9',
    ...(body && { 'content-type': 'application/json' }),
  };
  const options = { host: '127.0.0.1', port, path, headers, rejectUnauthorized: false, servername: host };
  return new Promise((resolve, reject) => {
    const asked = askSecurely({ ...options, method: body ? 'POST' : 'GET' }, (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}

async function end(child: ChildProcess) {
  const ended = once(child, 'exit');
  child.kill('SIGQUIT');
  await ended;
}

test('one server as the guide sets it up answers customers under its own name', async ({ run }) => {
  test.skip(nginxPath === null, 'there is no nginx here');
  const folder = join(runDir, 'behind-nginx');
  rmSync(folder, { recursive: true, force: true });
  const ports = { https: await pickFreePort(), http: await pickFreePort(), app: await pickFreePort() };
  const databaseUrl = await createMigratedDatabase(run.databaseUrl, 'behind_nginx');
  const settings = {
    ...{ APP_URL: `https://${host}`, HOST: '127.0.0.1', TRUSTED_PROXIES: '127.0.0.1,::1' },
    ...{ PORT: String(ports.app), DATABASE_URL: databaseUrl, DEFAULT_FROM_EMAIL: 'login@example.com' },
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '9', EMAIL_USE_TLS: 'False', DEFAULT_PHONE_REGION: 'IN' },
  };
  mkdirSync(folder, { recursive: true });
  const server = await startServer(`http://127.0.0.1:${ports.app}`, settings, join(folder, 'server.log'));
  const nginx = await startGuidesNginx(folder, ports);
  const db = createDatabase(databaseUrl);
  try {
    await expect
      .poll(() =>
        ask(ports.https, '/api/ready').then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    const page = await ask(ports.https, '/login');
    expect(page.status).toBe(200);
    expect(page.headers['strict-transport-security']).toContain('max-age=');
    expect(page.text).not.toContain('Demo mode');
    const insecure = await fetch(`http://127.0.0.1:${ports.http}/login`, {
      headers: { host },
      redirect: 'manual',
    });
    expect(insecure.status).toBe(301);
    const asked = await ask(ports.https, '/api/v1/codes', { purpose: 'login', to: 'nobody@example.com' });
    expect(asked.status).toBe(202);
    // "In Prisma Studio, AuditEvent.client is your own address, not nginx's."
    const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'code_requested_unknown' } });
    expect(event.client).toBe('203.0.113.9');
  } finally {
    await db.$disconnect();
    await end(nginx);
    await server.stop();
  }
});
