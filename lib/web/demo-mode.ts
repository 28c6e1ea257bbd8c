import { getSettings } from '@/lib/config/settings';

export function isDemoMode(): boolean {
  return getSettings().demoMode;
}
