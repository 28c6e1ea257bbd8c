import { choiceSetting, type Env, textSetting } from './read-setting';

const providers = ['turnstile', 'hcaptcha', 'recaptcha'] as const;
export type CaptchaProvider = (typeof providers)[number];

export interface CaptchaSettings {
  provider: CaptchaProvider;
  siteKey: string;
  secret: string;
  /** In place of the vendor's own `siteverify`: for tests, and for networks that reach it by another way. */
  verifyUrl: string | null;
}

/** Null: no captcha of a vendor; the proof of work is our own. */
export function loadCaptchaSettings(env: Env, problems: string[]): CaptchaSettings | null {
  const provider = choiceSetting(env, problems, 'CAPTCHA_PROVIDER', ['off', ...providers]);
  if (provider === 'off') return null;
  const siteKey = textSetting(env, 'CAPTCHA_SITE_KEY');
  const secret = textSetting(env, 'CAPTCHA_SECRET');
  for (const [name, value] of [
    ['CAPTCHA_SITE_KEY', siteKey],
    ['CAPTCHA_SECRET', secret],
  ] as const) {
    if (value === null) {
      problems.push(
        `${name} is not set, but CAPTCHA_PROVIDER is ${provider}. Copy it from the vendor's pages.`,
      );
    }
  }
  return { provider, siteKey: siteKey ?? '', secret: secret ?? '', verifyUrl: readVerifyUrl(env, problems) };
}

function readVerifyUrl(env: Env, problems: string[]): string | null {
  const typed = textSetting(env, 'CAPTCHA_VERIFY_URL');
  if (typed === null) return null;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const loopback = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    problems.push(`CAPTCHA_VERIFY_URL is "${typed}". Write an address that begins with https://.`);
  }
  return typed;
}
