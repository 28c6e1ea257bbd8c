import type { CaptchaVendor } from './captcha-vendor';

/** Written against developers.cloudflare.com/turnstile: client-side rendering, server-side validation, CSP. */
export const turnstile: CaptchaVendor = {
  script: 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&onload=latchkeyCaptcha',
  global: 'turnstile',
  verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  sources: {
    'script-src': ['https://challenges.cloudflare.com'],
    'frame-src': ['https://challenges.cloudflare.com'],
  },
  faults: ['missing-input-secret', 'invalid-input-secret', 'internal-error'],
};
