import { randomBytes, randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { localhostCertificate, localhostKey } from './localhost-certificate';

export const standInAccount = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authToken: '0123456789abcdef0123456789abcdef',
  from: '+15005550006',
  verifyServiceSid: 'VA0123456789abcdef0123456789abcdef',
};

export interface StandInText {
  sid: string;
  to: string;
  body: string;
  from: string | null;
  messagingServiceSid: string | null;
  statusCallback: string | null;
  /** WhatsApp: the template, and what is filled in. */
  contentSid: string | null;
  contentVariables: string | null;
  /** Calls: what is said. */
  twiml: string | null;
}

/** A code that Verify made. */
export interface StandInVerification {
  sid: string;
  to: string;
  channel: string;
  code: string;
  status: 'pending' | 'approved' | 'canceled';
  checks: number;
}

/** A failure as Twilio documents it, or what networks do. */
export type StandInFailure =
  | { status: number; code: number; message: string }
  /** 201 and yet failed: `status` "failed" with an error code in the body. */
  | { errorCode: number; errorMessage: string }
  | 'drop'
  | 'hang'
  | 'html';

export interface TwilioStandIn {
  url: string;
  messages: StandInText[];
  verifications: StandInVerification[];
  waitFor(to: string, timeoutMs?: number): Promise<StandInText>;
  /** The next calls fail, one failure each. */
  failNext(...failures: StandInFailure[]): void;
  close(): Promise<void>;
}

export interface TwilioStandInOptions {
  /** With the certificate of localhost. */
  tls?: boolean;
  /** Milliseconds that it thinks about each request. */
  delayMs?: number;
  port?: number;
  /** Of the account. */
  type?: 'Full' | 'Trial';
  /** For these numbers it is out of order: the connection breaks off. */
  deadFor?: RegExp;
}

/**
 * Answers as https://www.twilio.com/docs/messaging/api/message-resource says: POST /2010-04-01/Accounts/{Sid}/Messages.json,
 * form body, Basic authentication, 201 with the message, errors as {code, message, more_info, status}.
 */
export async function startTwilioStandIn(options: TwilioStandInOptions = {}): Promise<TwilioStandIn> {
  const messages: StandInText[] = [];
  const taken = new Set<StandInText>();
  const failures: StandInFailure[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  const verifications: StandInVerification[] = [];
  const tls = options.tls ? { cert: localhostCertificate, key: localhostKey } : null;
  const serve: RequestListener = (request, response) => {
    void readForm(request).then(async (form) => {
      if (options.delayMs) await wait(options.delayMs);
      const failure = options.deadFor?.test(form.get('To') ?? '') ? 'drop' : failures.shift();
      if (failure === 'drop') return void request.socket.destroy();
      if (failure === 'hang') return;
      if (failure === 'html') return void response.writeHead(503).end('<html>Service Unavailable</html>');
      const refusal = failure && 'code' in failure ? failure : refuse(request, form);
      if (refusal) return answer(response, refusal.status, errorBody(refusal));
      const resource =
        request.method === 'GET' ? describeResource(request.url!, options.type ?? 'Full') : null;
      if (resource) return answer(response, 200, resource);
      if (request.url!.startsWith('/v2/')) {
        const reply = answerVerify(verifications, request.url!, form);
        return answer(response, reply.status, 'code' in reply ? errorBody(reply) : reply.body);
      }
      const text: StandInText = {
        sid: `${request.url!.endsWith('/Calls.json') ? 'CA' : 'SM'}${randomBytes(16).toString('hex')}`,
        to: form.get('To')!.replace('whatsapp:', ''),
        body: form.get('Body') ?? '',
        contentSid: form.get('ContentSid'),
        contentVariables: form.get('ContentVariables'),
        twiml: form.get('Twiml'),
        from: form.get('From'),
        messagingServiceSid: form.get('MessagingServiceSid'),
        statusCallback: form.get('StatusCallback'),
      };
      const failed = failure && 'errorCode' in failure ? failure : null;
      if (!failed) messages.push(text);
      answer(response, 201, messageBody(text, failed));
      arrivals.emit('text');
    });
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));

  return {
    url: `http${tls ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    verifications,
    failNext: (...next) => void failures.push(...next),
    waitFor: (to, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          arrivals.off('text', look);
          reject(new Error(`no text to ${to} within ${timeoutMs} ms`));
        }, timeoutMs);
        function look() {
          const text = messages.find((one) => one.to === to && !taken.has(one));
          if (!text) return;
          taken.add(text);
          clearTimeout(timer);
          arrivals.off('text', look);
          resolve(text);
        }
        arrivals.on('text', look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** As https://www.twilio.com/docs/iam/api/account and https://www.twilio.com/docs/verify/api/service say. */
function describeResource(url: string, type: string): object | null {
  const { accountSid, verifyServiceSid } = standInAccount;
  const dates = { date_created: new Date().toUTCString(), date_updated: new Date().toUTCString() };
  if (url === `/2010-04-01/Accounts/${accountSid}.json`) {
    return {
      sid: accountSid,
      status: 'active',
      type,
      friendly_name: 'Stand-in',
      subresource_uris: {},
      ...dates,
    };
  }
  if (url === `/v2/Services/${verifyServiceSid}`) {
    return {
      sid: verifyServiceSid,
      account_sid: accountSid,
      friendly_name: 'Stand-in',
      code_length: 6,
      ...dates,
    };
  }
  return null;
}

function refuse(request: IncomingMessage, form: URLSearchParams) {
  const { accountSid, authToken } = standInAccount;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  if (request.headers.authorization !== expected)
    return { status: 401, code: 20003, message: 'Authenticate' };
  if (request.method === 'GET' && describeResource(request.url ?? '', '')) return null;
  if (request.url?.startsWith(`/v2/Services/${standInAccount.verifyServiceSid}/`)) return null;
  const paths = ['Messages', 'Calls'].map((name) => `/2010-04-01/Accounts/${accountSid}/${name}.json`);
  if (request.method !== 'POST' || !paths.includes(request.url ?? '')) {
    return { status: 404, code: 20404, message: `The requested resource ${request.url} was not found` };
  }
  const to = (form.get('To') ?? '').replace('whatsapp:', '');
  if (!/^\+[1-9]\d{6,14}$/.test(to)) {
    return { status: 400, code: 21211, message: `The 'To' number ${to} is not a valid phone number.` };
  }
  if (!form.get('From') && !form.get('MessagingServiceSid')) {
    return { status: 400, code: 21603, message: "A 'From' phone number is required." };
  }
  return form.get('Body') || form.get('ContentSid') || form.get('Twiml')
    ? null
    : { status: 400, code: 21602, message: 'Message body is required.' };
}

type VerifyReply = { status: number; body: object } | { status: number; code: number; message: string };

/** As https://www.twilio.com/docs/verify/api/verification says: a pending code is sent again within its ten minutes. */
function answerVerify(verifications: StandInVerification[], url: string, form: URLSearchParams): VerifyReply {
  const path = decodeURIComponent(url).split('/').slice(4);
  const gone = { status: 404, code: 20404, message: `The requested resource ${url} was not found` };
  const pending = (name: string | null) =>
    verifications.findLast((one) => (one.sid === name || one.to === name) && one.status === 'pending');
  if (path[0] === 'VerificationCheck') {
    const verification = pending(form.get('VerificationSid') ?? form.get('To'));
    if (!verification) return gone;
    verification.checks += 1;
    if (verification.checks > 5) return { status: 429, code: 60202, message: 'Max check attempts reached' };
    if (form.get('Code') === verification.code) verification.status = 'approved';
    return { status: 201, body: verificationBody(verification) };
  }
  if (path[1]) {
    const verification = pending(path[1]);
    if (!verification) return gone;
    verification.status = 'canceled';
    return { status: 200, body: verificationBody(verification) };
  }
  const to = form.get('To') ?? '';
  if (!/^\+[1-9]\d{6,14}$|@/.test(to))
    return { status: 400, code: 60200, message: `Invalid parameter 'To': ${to}` };
  let verification = pending(to);
  if (!verification) {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const sid = `VE${randomBytes(16).toString('hex')}`;
    verification = { sid, to, channel: form.get('Channel')!, code, status: 'pending', checks: 0 };
    verifications.push(verification);
  }
  return { status: 201, body: verificationBody(verification) };
}

function verificationBody({ sid, to, channel, status }: StandInVerification): object {
  const { accountSid, verifyServiceSid } = standInAccount;
  return {
    ...{ sid, service_sid: verifyServiceSid, account_sid: accountSid, to, channel, status },
    ...{
      valid: status === 'approved',
      date_created: new Date().toISOString(),
      lookup: {},
      amount: null,
      payee: null,
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function errorBody({ status, code, message }: { status: number; code: number; message: string }): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

function messageBody(text: StandInText, failed: { errorCode: number; errorMessage: string } | null): object {
  const { accountSid } = standInAccount;
  return {
    sid: text.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text.body,
    to: text.to,
    from: text.from,
    messaging_service_sid: text.messagingServiceSid,
    status: failed ? 'failed' : text.messagingServiceSid ? 'accepted' : 'queued',
    error_code: failed?.errorCode ?? null,
    error_message: failed?.errorMessage ?? null,
    num_segments: '1',
    num_media: '0',
    direction: 'outbound-api',
    date_created: new Date().toUTCString(),
    date_updated: new Date().toUTCString(),
    date_sent: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}.json`,
    subresource_uris: {},
  };
}
