import type { CaptchaProvider } from '@/lib/config/captcha-settings';
import type { CaptchaVendor } from './captcha-vendor';
import { hcaptcha } from './hcaptcha';
import { recaptcha } from './recaptcha';
import { turnstile } from './turnstile';

/** Adding one: its file, a line here, its name in lib/config/captcha-settings.ts. */
export const captchaVendors: Readonly<Record<CaptchaProvider, CaptchaVendor>> = {
  turnstile,
  hcaptcha,
  recaptcha,
};
