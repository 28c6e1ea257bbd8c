import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '@/e2e/fixtures/run';
import { run, runNpm, SetupError, step } from '@/scripts/prepare.mjs';

/** What Latchkey is compared with: packages of its own, so that the app's stay clean. */
export const peersDir = join(projectDir, 'bench/peers');

// Read only when requests are answered.
const buildSettings = {
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  BETTER_AUTH_SECRET: 'only-for-the-build-0123456789-abcdefghijk',
  BETTER_AUTH_URL: 'http://localhost',
};

/** Installs and builds the peers where that has not been done for these very files. */
export async function installPeers(): Promise<void> {
  const lock = readFileSync(join(peersDir, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  await once('node_modules', digest, 'Installing what it is compared with', () =>
    // As scripts/prepare.mjs installs the app's own, and for its reasons.
    runNpm(['install', '--prefix', peersDir, '--no-save', '--no-audit', '--no-fund', '--loglevel=error']),
  );
  for (const peer of ['better-auth', 'bare']) {
    const dir = join(peersDir, peer);
    await once(join(peer, '.next'), digestOf(dir), `Building ${peer}`, () =>
      run(process.execPath, [join(peersDir, 'node_modules/next/dist/bin/next'), 'build', dir], {
        env: buildSettings,
        quiet: true,
      }),
    );
  }
}

async function once(
  folder: string,
  digest: string,
  name: string,
  work: () => Promise<number>,
): Promise<void> {
  const stamp = join(peersDir, folder, 'latchkey-bench-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  if ((await step(name, work)) !== 0) throw new SetupError(`${name} failed, see above.`);
  writeFileSync(stamp, digest);
}

function digestOf(dir: string): string {
  const hash = createHash('sha256').update(readFileSync(join(peersDir, 'package-lock.json')));
  for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(jsx?|mjs)$/.test(file) && !/^(\.next|node_modules)/.test(file))
      hash.update(readFileSync(join(dir, file)));
  }
  return hash.digest('hex');
}
