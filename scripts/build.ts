import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintSources } from './fingerprint.mjs';
import { projectDir, readStamp, run, SetupError, step } from './prepare.mjs';

const buildDir = join(projectDir, '.next');
const stamp = join(buildDir, 'latchkey-fingerprint');
const shownFile = join(buildDir, 'latchkey-shown.json');

/**
 * Builds when sources changed since the last build. `baked` are the settings that end up inside it: prerendered pages show
 * some, and the key of the server actions has to be the one of the run. `before` comes first where a build is due.
 */
export async function buildIfChanged(
  environment: Record<string, string | undefined>,
  baked: unknown[],
  before: () => Promise<unknown> = async () => {},
): Promise<boolean> {
  const digest = createHash('sha256').update(JSON.stringify(baked)).digest('hex');
  const fingerprint = fingerprintSources(projectDir, [process.versions.node.split('.')[0], digest]);
  if (readStamp(stamp) === fingerprint) return false;
  await before();
  await step('Building the pages', async () => {
    // Without the stamp an interrupted build counts as none.
    rmSync(stamp, { force: true });
    const next = join(projectDir, 'node_modules/next/dist/bin/next');
    const code = await run(process.execPath, [next, 'build'], {
      env: { ...environment, NODE_ENV: 'production' },
      quiet: true,
    });
    if (code !== 0) {
      rmSync(buildDir, { recursive: true, force: true });
      throw new SetupError(
        'Building the pages failed, see above. Nothing of it was kept; correct the cause and start again.',
      );
    }
    writeFileSync(shownFile, JSON.stringify(baked[0] ?? {}));
    writeFileSync(stamp, fingerprint);
  });
  return true;
}

/** Takes the build as it is, and says where its pages show something else than the settings of this run. */
export function requireBuild(shown: object): void {
  if (!existsSync(join(buildDir, 'BUILD_ID')))
    throw new SetupError('There is no build yet: run "npm start".');
  const names = findDifferences(JSON.parse(readStamp(shownFile) ?? '{}'), shown);
  if (names.length > 0)
    console.warn(
      `The pages were built with another ${names.join(', ')}: build the image with that of the run.`,
    );
}

/** What was left open by the build is no difference. */
export function findDifferences(built: object, now: object): string[] {
  const current = new Map(Object.entries(now));
  return Object.entries(built)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(current.get(name)))
    .map(([name]) => name);
}
