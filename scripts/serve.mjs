import { SetupError } from './prepare.mjs';
import { loadServer } from './server-bundle.mjs';

// The server alone, on a folder that is installed and built: for containers and for the browser tests.
try {
  const { runServer } = await loadServer();
  await runServer({ mode: 'serve' });
} catch (error) {
  const expected = error instanceof SetupError || error?.name === 'SettingsError';
  console.error(expected ? error.message : error);
  process.exit(1);
}
