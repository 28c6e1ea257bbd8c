import { isBranded } from './brand-settings';
import { loadDeliverySettings } from './delivery-settings';
import { type Env, textSetting } from './read-setting';

/** What prerendered pages may know: fixed when the app is built, so `npm start` builds again when one changes. */
export interface PublicSettings {
  appName: string;
  /** For the absolute addresses that social networks want; undefined when APP_URL is not set. */
  appUrl: string | undefined;
  demoMode: boolean;
  /**
   * `none`: no page asks for the brand's style sheet and icon. Otherwise all do, and what is in them may change without a
   * build.
   */
  brand?: 'none';
}

/** Needs no secret and no database, so that a build can read it anywhere. */
export function getPublicSettings(env: Env = process.env): PublicSettings {
  const delivery = loadDeliverySettings(env, [], { loopback: true });
  const appUrl = textSetting(env, 'APP_URL');
  return {
    appName: textSetting(env, 'APP_NAME') ?? 'Latchkey',
    appUrl: appUrl && URL.canParse(appUrl) ? new URL(appUrl).origin : undefined,
    demoMode: delivery.demoMode,
    brand: isBranded(env) ? undefined : 'none',
  };
}
