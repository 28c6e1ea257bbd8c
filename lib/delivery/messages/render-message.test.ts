import { describe, expect, test } from 'vitest';
import { measureSms } from './measure-sms';
import { type MessageInput, renderMessage } from './render-message';
import { noticeTemplates, wordedPurposes } from './template';

const now = new Date('2026-11-20T10:17:00Z');
const base: MessageInput = {
  deliveryId: null,
  template: 'code',
  channel: 'email',
  locale: null,
  purpose: 'login',
  params: {
    purpose: 'login',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  },
  code: '012345',
  site: { appName: 'Latchkey', appUrl: new URL('https://login.example.com:8443') },
  at: now,
  expiresAt: new Date(now.getTime() + 10 * 60_000),
  now,
};
const render = (change: Partial<MessageInput>) => renderMessage({ ...base, ...change });

describe('mail', () => {
  test.each(wordedPurposes)(
    'for %s has the code in both bodies, and neither in the subject nor before them',
    (purpose) => {
      const { subject, text, html } = render({ purpose });
      expect(subject).not.toContain('012345');
      expect(subject).toContain('Latchkey');
      expect(text).toContain('\n012345\n');
      expect(html).toContain('>012345<');
      expect(html!.indexOf('012345')).toBeGreaterThan(html!.indexOf('<h1'));
    },
  );

  test('names site, action, time and device, the life of the code, and that nobody asks for it', () => {
    const { text } = render({});
    expect(text).toContain(
      'Site: login.example.com\nAction: Sign in\nTime: 20 Nov 2026, 10:17 UTC\nDevice: Firefox, Linux',
    );
    expect(text).toContain('valid for 10 minutes, until 20 Nov 2026, 10:27 UTC');
    expect(text).toContain('Nobody from Latchkey will ever ask you for this code.');
  });

  test('for an approval shows amount and payee', () => {
    const { text, html } = render({
      purpose: 'approval',
      params: { amount: '1,250.00 EUR', payee: 'Ada & Söhne GmbH' },
    });
    expect(text).toContain('Amount: 1,250.00 EUR\nPayee: Ada & Söhne GmbH');
    expect(html).toContain('Ada &amp; Söhne GmbH');
  });

  test('fetches nothing when it is opened, and follows the reader into the dark', () => {
    const { html } = render({});
    expect(html).not.toMatch(/<img|url\(|@import|<link|<script|src=/);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });

  test.each(noticeTemplates)('the notice %s says what happened and leads to the way out', (template) => {
    const { subject, text, html } = render({
      template,
      purpose: null,
      code: null,
      expiresAt: null,
      params: {},
    });
    expect(subject).toContain('Latchkey');
    expect(text).toContain('https://login.example.com:8443/forgot-password');
    expect(html).toContain('href="https://login.example.com:8443/forgot-password"');
    expect(`${subject}${text}${html}`).not.toMatch(/\{[a-z]+\}|undefined|null/);
  });
});

describe('text messages', () => {
  test('begin as the seeds write them and end in the line that binds the code to this site', () => {
    const { text, subject, html } = render({ channel: 'sms' });
    expect(text).toMatch(/^Your Latchkey verification code is: 012345\. Valid for 10 minutes\./);
    expect(text.split('\n').at(-1)).toBe('@login.example.com #012345');
    expect({ subject, html }).toEqual({ subject: '', html: null });
  });

  test.each(wordedPurposes)('for %s fit one segment', (purpose) => {
    const { text } = render({
      channel: 'sms',
      purpose,
      params: { amount: '1,250.00 EUR', payee: 'Café “Müller”' },
    });
    expect(measureSms(text)).toMatchObject({ encoding: 'gsm7', segments: 1 });
  });

  test('spare what can be spared when names are long, never the last line', () => {
    const site = {
      appName: 'IndoStar Naturals',
      appUrl: new URL('https://accounts.indostar-naturals.example'),
    };
    const { text } = render({ channel: 'sms', site });
    expect(measureSms(text).segments).toBe(1);
    expect(text).toMatch(/^Your IndoStar Naturals verification code is: 012345\. Valid for 10 minutes\./);
    expect(text).toMatch(/\n@accounts\.indostar-naturals\.example #012345$/);
  });

  test('for an approval show amount and payee', () => {
    const { text } = render({
      channel: 'sms',
      purpose: 'approval',
      params: { amount: '12.50 EUR', payee: 'Ada' },
    });
    expect(text).toContain('approve 12.50 EUR to Ada with code 012345.');
  });

  test.each(noticeTemplates)('the notice %s fits one segment', (template) => {
    const { text } = render({ template, channel: 'sms', code: null, purpose: null, expiresAt: null });
    expect(measureSms(text)).toMatchObject({ encoding: 'gsm7', segments: 1 });
    expect(text).not.toMatch(/\{|#/);
  });

  test('say one minute, and never more minutes than are left', () => {
    const late = (seconds: number) =>
      render({ channel: 'sms', now: new Date(+base.expiresAt! - seconds * 1000) }).text;
    expect(late(59)).toContain('Valid for 1 minute.');
    expect(late(9 * 60 + 30)).toContain('Valid for 9 minutes.');
    expect(late(10 * 60 - 2)).toContain('Valid for 10 minutes.');
  });
});

describe('hostile input', () => {
  const hostile = [
    'Bob\r\nBcc: victim@example.com',
    '<a href="https://evil.com">click</a>',
    '{{7*7}} {code}',
    '@evil.com #111111',
    'Bob\n\n@evil.com #111111',
    'see https://evil.com/x',
    'evil.com',
    '\u202Egnirts\u202C \u2066x\u2069',
    '"quoted" <b@evil.com>',
    'Bob\u2028Bcc: x',
  ];

  test.each(hostile)('%j as a name reaches no header, no link, no markup and no last line', (name) => {
    const mail = render({ params: { name } });
    const all = `${mail.subject}\n${mail.text}\n${mail.html}`;
    expect(all).not.toMatch(/evil\.com|111111|Bcc|\{\{|[\u202a-\u202e\u2066-\u2069\u2028]/);
    expect(mail.html!.match(/<a /g)).toBeNull();
  });

  test.each(hostile)('%j as a payee is taken apart', (payee) => {
    const params = { amount: '1 EUR', payee };
    const mail = render({ purpose: 'approval', params });
    const sms = render({ purpose: 'approval', channel: 'sms', params }).text;
    for (const text of [mail.subject, mail.text, mail.html!, sms]) {
      expect(text).not.toMatch(
        /evil\.com|#111111|\nBcc|\{\{|\{code|<a |https?:\/\/evil|[\u202a-\u202e\u2066-\u2069\u2028]/,
      );
    }
    expect(sms.split('\n').at(-1)).toBe('@login.example.com #012345');
    expect(sms.match(/@/g)).toHaveLength(1);
  });

  test('ordinary names of the world are greeted', () => {
    for (const name of ["Siân O'Neill-Smith", 'José Ángel', 'प्रिया शर्मा', '王小明', 'J. R. Müller']) {
      expect(render({ params: { name } }).text).toContain(`Hello ${name.normalize('NFC')},`);
    }
  });

  test('a user agent is never quoted', () => {
    const { text } = render({ params: { userAgent: 'Firefox/1 visit evil.com' } });
    expect(text).toContain('Device: Firefox\n');
    expect(text).not.toContain('evil');
  });
});
