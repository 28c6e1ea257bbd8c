import type { CaptchaSettings } from '@/lib/config/captcha-settings';
import { captchaVendors } from './vendors';

/** `unavailable`: nobody knows; the caller falls back to our own proof of work. */
export type CaptchaVerdict = 'passed' | 'refused' | 'unavailable';

const timeoutMs = 5_000;
/** After a failure the vendor is left alone for so long: nobody waits for it again and again. */
const restMs = 30_000;
const longestResponse = 4_000;

interface Siteverify {
  success?: unknown;
  hostname?: unknown;
  'error-codes'?: unknown;
}

let restingUntil = 0;

/** Whether the vendor has just failed, so that nobody should be sent to it. */
export function isCaptchaResting(now = Date.now()): boolean {
  return now < restingUntil;
}

/** For tests: what an earlier one has left behind. */
export function wakeCaptcha(): void {
  restingUntil = 0;
}

/**
 * Asks the vendor about a response of its widget, once: vendors refuse a second use themselves. `hostname` is where the
 * widget has to have stood, as far as the vendor says it; null where it may be any (this machine).
 */
export async function verifyCaptcha(
  settings: CaptchaSettings,
  visit: { response: string; clientAddress: string; hostname: string | null },
): Promise<CaptchaVerdict> {
  if (visit.response === '' || visit.response.length > longestResponse) return 'refused';
  const vendor = captchaVendors[settings.provider];
  const answer = await ask(settings.verifyUrl ?? vendor.verifyUrl, {
    secret: settings.secret,
    response: visit.response,
    remoteip: visit.clientAddress,
  });
  const codes = Array.isArray(answer?.['error-codes']) ? answer['error-codes'] : [];
  if (answer === null || codes.some((code) => vendor.faults.includes(String(code)))) {
    restingUntil = Date.now() + restMs;
    return 'unavailable';
  }
  if (answer.success !== true) return 'refused';
  const elsewhere =
    visit.hostname !== null && typeof answer.hostname === 'string' && answer.hostname !== visit.hostname;
  return elsewhere ? 'refused' : 'passed';
}

/** Null for anything that is no answer: too late, no connection, an error, no JSON. */
async function ask(url: string, fields: Record<string, string>): Promise<Siteverify | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = response.ok ? await response.json() : null;
    return typeof answer === 'object' ? answer : null;
  } catch {
    return null;
  }
}
