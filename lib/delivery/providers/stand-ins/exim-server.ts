import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pickFreePort } from '@/lib/db/postmaster';
import { installPackage } from '@/lib/db/test-package';
import { localhostCertificate, localhostKey } from './localhost-certificate';

const binary = '/usr/sbin/exim4';
const user = 'Debian-exim';

export interface EximServer {
  port: number;
  /** All mail that it has delivered, as one mailbox file. */
  readMailbox(): string;
  readLog(): string;
  close(): Promise<void>;
}

/**
 * A real mail server (exim of Debian), with STARTTLS, and AUTH after it only, in a folder and at a port of its own. It is
 * installed where that takes nothing away.
 * @returns a word about why not, where there is none
 */
export async function startExim(login: { user: string; password: string }): Promise<EximServer | string> {
  if (process.getuid?.() !== 0) return 'exim runs in a folder of its own only when root starts it';
  if (!existsSync('/etc/debian_version')) return 'this is not Debian';
  if (!existsSync(binary)) {
    const failure = await installPackage('exim4-daemon-light');
    if (failure) return failure;
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-exim-'));
  const port = await pickFreePort();
  writeFolder(folder, port, login);
  const child = spawn(binary, ['-C', join(folder, 'exim.conf'), '-bdf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answers(port))) {
    const log = read(join(folder, 'log/mainlog')) + read(join(folder, 'log/paniclog'));
    await close();
    throw new Error(`exim did not start: ${said}${log}`);
  }
  return {
    port,
    readMailbox: () => read(join(folder, 'mailbox')),
    readLog: () => read(join(folder, 'log/mainlog')),
    close,
  };
}

function writeFolder(
  folder: string,
  port: number,
  { user: name, password }: { user: string; password: string },
) {
  const [, uid, gid] = new RegExp(`^${user}:[^:]*:(\\d+):(\\d+):`, 'm').exec(
    readFileSync('/etc/passwd', 'utf8'),
  )!;
  const own = (path: string) => chownSync(path, Number(uid), Number(gid));
  own(folder);
  for (const part of ['spool', 'log']) {
    mkdirSync(join(folder, part));
    own(join(folder, part));
  }
  writeFileSync(join(folder, 'cert.pem'), localhostCertificate);
  writeFileSync(join(folder, 'key.pem'), localhostKey, { mode: 0o600 });
  own(join(folder, 'key.pem'));
  const right = `\${if and{{eq{$auth2}{${name}}}{eq{$auth3}{${password}}}}}`;
  const config = `
primary_hostname = localhost
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
deliver_drop_privilege = true
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny !authenticated = *
       message = 5.7.0 Authentication required
  deny local_parts = nobody
       message = 5.1.1 No such user here
  accept
begin routers
all:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  file = ${folder}/mailbox
  user = ${user}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${right}
  server_set_id = $auth2
`;
  writeFileSync(join(folder, 'exim.conf'), config, { mode: 0o644 });
}

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

async function answers(port: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.setTimeout(2_000, () => resolve(false));
      socket.once('data', () => socket.destroy());
    });
    if (greeted) return true;
    await wait(50);
  }
  return false;
}
