import { checkAudit } from './audit.mjs';
import {
  generateClient,
  installPackages,
  loadEnvironment,
  requireNodeVersion,
  SetupError,
} from './prepare.mjs';
import { checkFormat, checkLint, checkTypes, checkUnused } from './stages.mjs';

/** `npm run check`: what is quick enough to run before each commit. */

try {
  requireNodeVersion();
  loadEnvironment();
  await installPackages({ development: true });
  await generateClient();
  let failed = 0;
  for (const check of [checkFormat, checkLint, checkTypes, checkUnused, checkAudit])
    failed += (await check()).failed;
  process.exit(failed > 0 ? 1 : 0);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
