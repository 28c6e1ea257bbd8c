import { getPublicSettings } from '@/lib/config/public-settings';
import { deriveServerActionsKey } from '@/lib/config/secret';
import { buildSettings, serverEnvironment } from '../e2e/fixtures/server-environment';
import { buildIfChanged } from './build';
import { bundleServer } from './server-bundle.mjs';

/** The build that the browser tests serve: with their secret, and with providers, so that no page speaks of demo mode. */
export async function buildForTests(): Promise<void> {
  const key = deriveServerActionsKey(buildSettings.APP_SECRET);
  const environment = serverEnvironment({
    EMAIL_HOST: '127.0.0.1',
    SMS_PROVIDER: 'twilio',
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key,
  });
  await bundleServer();
  await buildIfChanged(environment, [getPublicSettings(environment), key]);
}
