import { getPublicSettings, type PublicSettings } from '@/lib/config/public-settings';

/** What the pages say about this place. Prerendered pages have the values of the build. */
export function getBranding(): PublicSettings {
  return getPublicSettings();
}
