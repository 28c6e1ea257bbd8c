import type { SmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { FormClient } from './form-client';

/** Asks for a sign-in code. @returns the page with the code's form, and milliseconds from the click to the mail's receipt. */
export async function askForCode(client: FormClient, loginPage: string, email: string, sink: SmtpSink) {
  const arrives = sink.waitFor(email);
  const clicked = performance.now();
  const answer = await client.post('/login', loginPage, { identifier: email, password: '', method: 'code' });
  const answeredMs = performance.now() - clicked;
  if (answer.status !== 303) throw new Error(`asking for a code answered ${answer.status}`);
  const mail = await arrives;
  const code = /\b(\d{6})\b/.exec(mail.text)?.[1];
  if (!code) throw new Error('the mail has no code');
  return { code, answeredMs, receivedMs: performance.now() - clicked };
}

/** From the sign-in page to the account, by code, without JavaScript. */
export async function signInByCode(baseUrl: string, address: string, email: string, sink: SmtpSink) {
  const client = new FormClient(baseUrl, address);
  const loginPage = await (await client.get('/login')).text();
  const { code, answeredMs, receivedMs } = await askForCode(client, loginPage, email, sink);
  const verifyPage = await (await client.get('/verify')).text();
  const verified = await client.post('/verify', verifyPage, { code });
  const location = verified.headers.get('location') ?? '';
  if (verified.status !== 303 || !location.endsWith('/account')) {
    throw new Error(`verifying answered ${verified.status} ${location}`);
  }
  return { client, answeredMs, receivedMs };
}
