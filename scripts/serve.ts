import { SettingsError } from '@/lib/config/settings-error';
import { SetupError } from './prepare.mjs';
import { runServer } from './run-server';

// The server alone, on a folder that is installed and built: for containers and for the browser tests.
runServer({ mode: 'serve' }).catch((error: unknown) => {
  const expected = error instanceof SetupError || error instanceof SettingsError;
  console.error(expected ? error.message : error);
  process.exit(1);
});
