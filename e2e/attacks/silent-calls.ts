import type { Answer, Browser, Form } from './browser';
import type { Target } from './target';

/** One public call about somebody: what has to be done before, and the request whose answer is compared. */
export interface SilentCall {
  name: string;
  prepare?: (browser: Browser, email: string, target: Target) => Promise<unknown>;
  call: (browser: Browser, email: string, prepared: never) => Promise<Answer>;
}

const endCoolDown = (target: Target, email: string) =>
  target.db.otp.updateMany({ where: { address: email }, data: { resendAvailableAt: new Date() } });

const toMethods = async (browser: Browser, email: string) => {
  await browser.post(await browser.openForm('/forgot-password', 'identifier'), { identifier: email });
};
const toVerify = async (browser: Browser, email: string) => {
  await toMethods(browser, email);
  await browser.post(await browser.openForm('/choose-method', 'channel'), { channel: 'email' });
};
const ask = (purpose: string) => (browser: Browser, email: string) =>
  browser.json('POST', '/api/v1/codes', { purpose, to: email });
/** The endpoints of older systems: their front ends name no purpose, and send to any address. */
const askCompat = (browser: Browser, email: string) => browser.json('POST', '/send-otp', { to: email });
const askForId = async (browser: Browser, email: string, purpose = 'login') =>
  (JSON.parse((await ask(purpose)(browser, email)).body) as { id: string }).id;

export const silentCalls: SilentCall[] = [
  {
    name: 'page: forgot password',
    prepare: (browser) => browser.openForm('/forgot-password', 'identifier'),
    call: (browser, email, form: Form) => browser.post(form, { identifier: email }),
  },
  { name: 'page: choose a method', prepare: toMethods, call: (browser) => browser.get('/choose-method') },
  {
    name: 'page: send a reset code',
    prepare: async (browser, email) => {
      await toMethods(browser, email);
      return browser.openForm('/choose-method', 'channel');
    },
    call: (browser, _email, form: Form) => browser.post(form, { channel: 'email' }),
  },
  { name: 'page: after sending', prepare: toVerify, call: (browser) => browser.get('/verify') },
  {
    name: 'page: wrong reset code',
    prepare: async (browser, email) => {
      await toVerify(browser, email);
      return browser.openForm('/verify', 'code');
    },
    call: (browser, _email, form: Form) => browser.post(form, { code: '000000' }),
  },
  {
    name: 'page: resend',
    prepare: async (browser, email, target) => {
      await toVerify(browser, email);
      await endCoolDown(target, email);
      const { body } = await browser.get('/verify');
      const { findForms } = await import('./browser');
      const form = findForms('/verify', body).find(({ names }) => !names.includes('code'));
      if (!form) throw new Error('no form to resend');
      return form;
    },
    call: (browser, _email, form: Form) => browser.post(form, {}),
  },
  {
    name: 'page: sign in by code',
    prepare: (browser) => browser.openForm('/login', 'identifier'),
    call: (browser, email, form: Form) =>
      browser.post(form, { identifier: email, password: '', method: 'code' }),
  },
  {
    name: 'page: wrong password',
    prepare: (browser) => browser.openForm('/login', 'identifier'),
    call: (browser, email, form: Form) =>
      browser.post(form, { identifier: email, password: 'not the password', method: 'password' }),
  },
  {
    name: 'page: register',
    prepare: (browser) => browser.openForm('/register', 'email'),
    call: (browser, email, form: Form) =>
      browser.post(form, { email, phone: '', name: 'Asha', password: 'harbour tulip nineteen' }),
  },
  { name: 'API: code to sign in', call: ask('login') },
  { name: 'API: code to reset', call: ask('password_reset') },
  { name: 'API: code to register', call: ask('registration') },
  {
    name: 'API: state of a code',
    prepare: (browser, email) => askForId(browser, email),
    call: (browser, _email, id: string) => browser.get(`/api/v1/codes/${id}`),
  },
  {
    name: 'API: wrong code',
    prepare: (browser, email) => askForId(browser, email),
    call: (browser, _email, id: string) =>
      browser.json('POST', `/api/v1/codes/${id}/verify`, { code: '000000' }),
  },
  {
    name: 'API: wrong code for a session',
    prepare: (browser, email) => askForId(browser, email),
    call: (browser, _email, code_id: string) =>
      browser.json('POST', '/api/v1/sessions', { code_id, code: '000000' }),
  },
  {
    name: 'API: wrong code for a password',
    prepare: (browser, email) => askForId(browser, email, 'password_reset'),
    call: (browser, _email, code_id: string) =>
      browser.json('POST', '/api/v1/password-resets', {
        ...{ code_id, code: '000000', password: 'harbour tulip nineteen' },
      }),
  },
  {
    name: 'API: resend',
    prepare: async (browser, email, target) => {
      const id = await askForId(browser, email);
      await endCoolDown(target, email);
      return id;
    },
    call: (browser, _email, id: string) => browser.json('POST', `/api/v1/codes/${id}/resend`, {}),
  },
  { name: 'older API: send', call: askCompat },
  {
    name: 'older API: wrong code',
    prepare: askCompat,
    call: (browser, email) => browser.json('POST', '/verify-otp', { to: email, code: '000000' }),
  },
];
