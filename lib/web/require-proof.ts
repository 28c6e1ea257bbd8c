import { recordEvent } from '@/lib/audit/record-event';
import type { CaptchaSettings } from '@/lib/config/captcha-settings';
import { getSettings } from '@/lib/config/settings';
import { type Database, getDatabase } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { captchaVendors } from '@/lib/guard/captcha/vendors';
import { type CaptchaVerdict, isCaptchaResting, verifyCaptcha } from '@/lib/guard/captcha/verify-captcha';
import { needsProof } from '@/lib/guard/needs-proof';
import {
  acceptSolution,
  acceptTicket,
  createPuzzle,
  createTicket,
  waitSeconds,
} from '@/lib/guard/proof-of-work';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { type FormAnswer, formError, textField } from './action';

/**
 * Null: go on. Else the answer to a form whose sender first has to show that it is no script: by the captcha of the vendor
 * that is set; otherwise, or when that vendor does not answer, by a puzzle that the browser solves by itself. Without
 * JavaScript the person waits and presses again.
 */
export async function requireProof(
  form: FormData,
  visitor: Visitor,
  address: string,
): Promise<FormAnswer | null> {
  const db = getDatabase();
  const client = clientSubject(visitor.clientAddress);
  if (!(await needsProof(db, { client, address }))) return null;
  if (await acceptSolution(db, textField(form, 'proof'), client)) return null;
  if (await acceptTicket(db, textField(form, 'ticket'), client)) return null;
  const allowed = await takeLimits(db, [{ limit: 'puzzles_per_client', subject: client }]);
  if (!allowed.ok) return formError('limited', { seconds: allowed.retryAfterSeconds ?? 60 });
  const { captcha } = getSettings().guard;
  const verdict = captcha && (await askVendor(db, captcha, textField(form, 'captcha'), visitor));
  if (verdict === 'passed') return null;
  const ticket = createTicket(client);
  if (captcha && verdict === 'refused') {
    const { script, global } = captchaVendors[captcha.provider];
    return {
      ...formError('captcha_needed', { seconds: waitSeconds }),
      captcha: { script, global, siteKey: captcha.siteKey },
      ticket,
    };
  }
  return {
    ...formError('puzzle_needed', { seconds: waitSeconds }),
    puzzle: await createPuzzle(client),
    ticket,
  };
}

/** The vendor's verdict; that it gave none is written down, once for each time that it is left alone. */
async function askVendor(
  db: Database,
  captcha: CaptchaSettings,
  response: string,
  visitor: Visitor,
): Promise<CaptchaVerdict> {
  if (isCaptchaResting()) return 'unavailable';
  const { appUrl, loopback } = getSettings();
  const verdict = await verifyCaptcha(captcha, {
    response,
    clientAddress: visitor.clientAddress,
    hostname: loopback ? null : appUrl.hostname,
  });
  if (verdict === 'unavailable') {
    await recordEvent(db, {
      type: 'guard_decision',
      actor: 'system',
      requestId: visitor.requestId,
      client: clientSubject(visitor.clientAddress),
      data: { decision: 'captcha_unavailable', provider: captcha.provider },
    });
  }
  return verdict;
}
