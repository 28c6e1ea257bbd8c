import type { CaptchaVendor } from './captcha-vendor';

/** Version 2. Written against developers.google.com/recaptcha/docs: display, verify, faq (content security policy). */
export const recaptcha: CaptchaVendor = {
  script: 'https://www.google.com/recaptcha/api.js?render=explicit&onload=latchkeyCaptcha',
  global: 'grecaptcha',
  verifyUrl: 'https://www.google.com/recaptcha/api/siteverify',
  sources: {
    'script-src': ['https://www.google.com/recaptcha/', 'https://www.gstatic.com/recaptcha/'],
    'frame-src': ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'],
  },
  faults: ['missing-input-secret', 'invalid-input-secret'],
};
