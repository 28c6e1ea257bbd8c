import type { CaptchaVendor } from './captcha-vendor';

const origins = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

/** Written against docs.hcaptcha.com: Developer Guide (verify, siteverify error codes, content security policy). */
export const hcaptcha: CaptchaVendor = {
  script: 'https://js.hcaptcha.com/1/api.js?render=explicit&onload=latchkeyCaptcha',
  global: 'hcaptcha',
  verifyUrl: 'https://api.hcaptcha.com/siteverify',
  sources: { 'script-src': origins, 'frame-src': origins, 'style-src': origins, 'connect-src': origins },
  faults: ['missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch'],
};
