import {
  generateClient,
  installPackages,
  loadEnvironment,
  requireNodeVersion,
  SetupError,
} from './prepare.mjs';

/**
 * Set-up of a command that works on the app's database: packages, client, TypeScript; then `work` of the module named.
 * @param {() => Promise<{ run(): Promise<number | void> }>} load
 */
export async function runCommand(load) {
  try {
    requireNodeVersion();
    loadEnvironment();
    await installPackages();
    await generateClient();
    const { register } = await import('tsx/esm/api');
    register();
    const { run } = await load();
    process.exit((await run()) ?? 0);
  } catch (error) {
    const expected =
      error instanceof SetupError || error?.name === 'SettingsError' || error?.name === 'DatabaseError';
    console.error(expected ? error.message : error);
    process.exit(1);
  }
}
