import {
  generateClient,
  installPackages,
  loadEnvironment,
  requireFreePort,
  requireNodeVersion,
  SetupError,
} from './prepare.mjs';
import { bundleServer, loadServer } from './server-bundle.mjs';

/** `npm start` and `npm run dev`: from whatever state the folder is in to a running server. */

const dev = process.argv.includes('--dev');

try {
  requireNodeVersion();
  loadEnvironment();
  process.env.NODE_ENV = dev ? 'development' : 'production';
  await requireFreePort();
  await installPackages({ development: dev });
  await generateClient();
  await bundleServer();
  // In this same process: one process fewer to wait for and to pay for.
  const { runServer } = await loadServer();
  await runServer({ mode: dev ? 'dev' : 'start' });
} catch (error) {
  const expected = error instanceof SetupError || error?.name === 'SettingsError';
  console.error(expected ? `\n${error.message}` : error);
  process.exit(1);
}
