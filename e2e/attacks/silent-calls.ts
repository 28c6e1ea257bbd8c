import type { Answer, Browser, Form } from './browser';
import type { Target } from './target';

/** One public call about somebody: what has to be done before, and the request whose answer is compared. */
export interface SilentCall {
  name: string;
  /** The address is an e-mail address or a number. */
  prepare?: (browser: Browser, address: string, target: Target) => Promise<unknown>;
  call: (browser: Browser, address: string, prepared: never) => Promise<Answer>;
}

const isPhone = (address: string) => address.startsWith('+');
const channelOf = (address: string) => (isPhone(address) ? 'sms' : 'email');

const endCoolDown = (target: Target, address: string) =>
  target.db.otp.updateMany({ where: { address }, data: { resendAvailableAt: new Date() } });

const toMethods = async (browser: Browser, address: string) => {
  await browser.post(await browser.openForm('/forgot-password', 'identifier'), { identifier: address });
};
const toVerify = async (browser: Browser, address: string) => {
  await toMethods(browser, address);
  await browser.post(await browser.openForm('/choose-method', 'channel'), { channel: channelOf(address) });
};
const ask = (purpose: string) => (browser: Browser, address: string) =>
  browser.json('POST', '/api/v1/codes', { purpose, to: address });
/** The endpoints of older systems: their front ends name no purpose, and send to any address. */
const askCompat = (browser: Browser, address: string) => browser.json('POST', '/send-otp', { to: address });
const askForId = async (browser: Browser, address: string, purpose = 'login') =>
  (JSON.parse((await ask(purpose)(browser, address)).body) as { id: string }).id;

export const silentCalls: SilentCall[] = [
  {
    name: 'page: forgot password',
    prepare: (browser) => browser.openForm('/forgot-password', 'identifier'),
    call: (browser, address, form: Form) => browser.post(form, { identifier: address }),
  },
  { name: 'page: choose a method', prepare: toMethods, call: (browser) => browser.get('/choose-method') },
  {
    name: 'page: send a reset code',
    prepare: async (browser, address) => {
      await toMethods(browser, address);
      return browser.openForm('/choose-method', 'channel');
    },
    call: (browser, address, form: Form) => browser.post(form, { channel: channelOf(address) }),
  },
  { name: 'page: after sending', prepare: toVerify, call: (browser) => browser.get('/verify') },
  {
    name: 'page: wrong reset code',
    prepare: async (browser, address) => {
      await toVerify(browser, address);
      return browser.openForm('/verify', 'code');
    },
    call: (browser, _address, form: Form) => browser.post(form, { code: '000000' }),
  },
  {
    name: 'page: resend',
    prepare: async (browser, address, target) => {
      await toVerify(browser, address);
      await endCoolDown(target, address);
      const { body } = await browser.get('/verify');
      const { findForms } = await import('./browser');
      const form = findForms('/verify', body).find(({ names }) => !names.includes('code'));
      if (!form) throw new Error('no form to resend');
      return form;
    },
    call: (browser, _address, form: Form) => browser.post(form, {}),
  },
  {
    name: 'page: sign in by code',
    prepare: (browser) => browser.openForm('/login', 'identifier'),
    call: (browser, address, form: Form) =>
      browser.post(form, { identifier: address, password: '', method: 'code' }),
  },
  {
    name: 'page: wrong password',
    prepare: (browser) => browser.openForm('/login', 'identifier'),
    call: (browser, address, form: Form) =>
      browser.post(form, { identifier: address, password: 'not the password', method: 'password' }),
  },
  {
    name: 'page: register',
    prepare: (browser) => browser.openForm('/register', 'email'),
    call: (browser, address, form: Form) =>
      browser.post(form, {
        ...(isPhone(address) ? { email: '', phone: address } : { email: address, phone: '' }),
        name: 'Asha',
        password: 'harbour tulip nineteen',
      }),
  },
  { name: 'API: code to sign in', call: ask('login') },
  { name: 'API: code to reset', call: ask('password_reset') },
  { name: 'API: code to register', call: ask('registration') },
  {
    name: 'API: state of a code',
    prepare: (browser, address) => askForId(browser, address),
    call: (browser, _address, id: string) => browser.get(`/api/v1/codes/${id}`),
  },
  {
    name: 'API: wrong code',
    prepare: (browser, address) => askForId(browser, address),
    call: (browser, _address, id: string) =>
      browser.json('POST', `/api/v1/codes/${id}/verify`, { code: '000000' }),
  },
  {
    name: 'API: wrong code for a session',
    prepare: (browser, address) => askForId(browser, address),
    call: (browser, _address, code_id: string) =>
      browser.json('POST', '/api/v1/sessions', { code_id, code: '000000' }),
  },
  {
    name: 'API: wrong code for a password',
    prepare: (browser, address) => askForId(browser, address, 'password_reset'),
    call: (browser, _address, code_id: string) =>
      browser.json('POST', '/api/v1/password-resets', {
        ...{ code_id, code: '000000', password: 'harbour tulip nineteen' },
      }),
  },
  {
    name: 'API: resend',
    prepare: async (browser, address, target) => {
      const id = await askForId(browser, address);
      await endCoolDown(target, address);
      return id;
    },
    call: (browser, _address, id: string) => browser.json('POST', `/api/v1/codes/${id}/resend`, {}),
  },
  { name: 'older API: send', call: askCompat },
  {
    name: 'older API: wrong code',
    prepare: askCompat,
    call: (browser, address) => browser.json('POST', '/verify-otp', { to: address, code: '000000' }),
  },
];
