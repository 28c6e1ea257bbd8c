import { expect, test } from 'vitest';
import { renderMessage } from './render-message';

const at = new Date('2026-11-21T13:37:00Z');

function render(params: Record<string, unknown>) {
  return renderMessage({
    ...{
      deliveryId: '00000000-0000-4000-8000-000000000000',
      template: 'alert',
      channel: 'email',
      purpose: null,
    },
    ...{ locale: 'hi', code: null, expiresAt: null, now: at, at, params },
    site: { appName: 'Latchkey', appUrl: new URL('https://login.example.com') },
  });
}

test.each([
  ['fired', 'Latchkey: Alert'],
  ['cleared', 'Latchkey: All clear'],
  ['test', 'Latchkey: Test of the alerts'],
])('an alert that is %s is a mail in English that leads to the console', (kind, subject) => {
  const mail = render({
    kind,
    text: 'Only 62 % of 45 messages by sms twilio went through in the last 30 minutes.',
  });
  expect(mail).toMatchObject({ subject, locale: 'en' });
  for (const body of [mail.text, mail.html!]) {
    expect(body).toContain('Only 62 % of 45 messages by sms twilio went through in the last 30 minutes.');
    expect(body).toContain('https://login.example.com/admin/alerts');
    expect(body).toContain('2026-11-21 13:37:00 UTC');
    // It is about nobody's account.
    expect(body).not.toContain('/not-me');
  }
});

test('what somebody wrote into its row is text, and no longer than a mail should be', () => {
  const { subject, text, html } = render({
    kind: 'x\r\nBcc: eve@evil.com',
    text: `<b>https://evil.com</b> ${'long '.repeat(200)}`,
  });
  expect(subject).toBe('Latchkey: Alert');
  expect(html).not.toContain('<b>');
  expect(`${text}${html}`).not.toMatch(/evil\.com/);
  expect(text.length).toBeLessThan(700);
});
