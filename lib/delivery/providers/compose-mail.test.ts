import { describe, expect, test } from 'vitest';
import { composeMail } from './compose-mail';
import { readMail } from './stand-ins/read-mail';

const mail = {
  deliveryId: '0f2c5a86-5d0c-4c2e-9d7c-6c1f3f9a1b11',
  to: 'asha@example.com',
  appName: 'Latchkey',
  subject: 'Your code',
  text: 'Hello,\n\nyour code is 123456.\n',
  html: '<p style="color:#123">Hello,</p>\n<p>123456</p>\n',
};
const sender = { name: null, address: 'login@example.com' };
const compose = (
  changes: Partial<Parameters<typeof composeMail>[0]> = {},
  from: typeof sender | { name: string; address: string } = sender,
) => composeMail({ ...mail, ...changes }, from).toString();
const read = (raw: string) => readMail(raw, [], false);

describe('a mail', () => {
  test('has both bodies, as they were given', () => {
    const { text, html, headers } = read(compose());
    expect(text.trimEnd()).toBe(mail.text.trimEnd());
    expect(html.trimEnd()).toBe(mail.html.trimEnd());
    expect(headers).toMatchObject({
      from: 'Latchkey <login@example.com>',
      to: 'asha@example.com',
      'message-id': `<${mail.deliveryId}@example.com>`,
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
    });
    expect(Math.abs(Date.parse(headers.date!) - Date.now())).toBeLessThan(5_000);
  });

  test('is one part where there is only text', () => {
    const raw = compose({ html: null });
    expect(raw).toContain('\r\nContent-Type: text/plain; charset=utf-8\r\n');
    expect(raw).not.toContain('multipart');
    expect(read(raw).text.trimEnd()).toBe(mail.text.trimEnd());
  });

  test('goes as it is where its text is plain, and is encoded where anything else is in it', () => {
    const encodingOf = (text: string) => /Transfer-Encoding: (\S+)/.exec(compose({ text, html: null }))![1];
    expect(compose({ html: '<p class="a=b">x</p>\n' })).toContain('<p class="a=b">x</p>\r\n');
    expect(encodingOf(`${'x'.repeat(998)}\ny\n`)).toBe('7bit');
    for (const text of [
      'Grüße\n',
      `${'x'.repeat(999)}\n`,
      'a relay may cut this \nshort\n',
      'a\t\nb\n',
      'a\rb\n',
      'a\u0000b\n',
      'a\u007fb\n',
      '--alternatives=_latchkey--\n',
    ]) {
      expect(encodingOf(text)).toBe('quoted-printable');
      expect(read(compose({ text, html: null })).text).toContain(text.trimEnd().split('\n')[0]);
    }
  });

  test('has a page of Latin letters in ASCII, and one of other letters as it was', () => {
    const latin = compose({ html: '<p>Grüße – it’s ſo</p>\n' });
    expect(latin).toContain('7bit\r\n\r\n<p>Gr&#252;&#223;e &#8211; it&#8217;s &#383;o</p>\r\n');
    const hindi = '<p>आपका कोड</p>';
    expect(read(compose({ html: hindi })).html.trimEnd()).toBe(hindi);
  });

  test('keeps every script, in base64 where that is shorter', () => {
    const text = 'आपका सत्यापन कोड 123456 है। इसे किसी को न बताएँ।\n';
    const raw = compose({ text, subject: 'आपका कोड' });
    expect(read(raw).text.trimEnd()).toBe(text.trimEnd());
    expect(read(raw).subject).toBe('आपका कोड');
    expect(raw).toContain('Content-Transfer-Encoding: base64');
    expect(compose({ text: 'Grüße\n' })).not.toContain('base64');
  });

  test('has only CR LF, and no line above 998 signs', () => {
    const raw = compose({ html: `<p>${'x'.repeat(5_000)}</p>`, text: 'a\r\nb\nc\rd' });
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('is not ended by what it says', () => {
    const text = 'one\n--alternatives=_latchkey--\n--related=_latchkey\ntwo\n';
    expect(read(compose({ text })).text.trimEnd()).toBe(text.trimEnd());
    expect(read(compose({ text })).html.trimEnd()).toBe(mail.html.trimEnd());
  });

  test('whose sender has any name keeps it one name', () => {
    for (const [name, shown] of [
      ['The Shop', 'The Shop'],
      ['Smith, Sons & Co. "Ltd"', '"Smith, Sons & Co. \\"Ltd\\""'],
      ['a@b.example <x@y.example>', '"a@b.example <x@y.example>"'],
      ['Grüße\r\nBcc: all@example.com', 'Grüße Bcc: all@example.com'],
    ]) {
      const { headers } = read(compose({}, { name: name!, address: 'login@example.com' }));
      expect(headers.from).toBe(`${shown} <login@example.com>`);
      expect(headers.bcc).toBeUndefined();
    }
  });

  test('names an international domain in its ASCII form', () => {
    const { headers } = read(
      compose({ to: 'asha@bücher.example' }, { name: 'Shop', address: 'no@müller.example' }),
    );
    expect(headers).toMatchObject({
      to: 'asha@xn--bcher-kva.example',
      from: 'Shop <no@xn--mller-kva.example>',
      'message-id': `<${mail.deliveryId}@xn--mller-kva.example>`,
    });
  });

  test('has its picture beside the page that names it', () => {
    const raw = compose({
      html: '<img src="cid:logo@brand">',
      logo: { cid: 'logo@brand', type: 'image/png', content: Buffer.alloc(300, 7) },
    });
    const [, inner] = raw.split('multipart/related; boundary="related=_latchkey"; type="text/html"\r\n\r\n');
    const [page, picture] = inner!.split('--related=_latchkey').slice(1, 3);
    expect(page).toContain('Content-Type: text/html');
    expect(picture).toContain('Content-ID: <logo@brand>\r\nContent-Disposition: inline');
    expect(Buffer.from(picture!.split('\r\n\r\n')[1]!, 'base64').equals(Buffer.alloc(300, 7))).toBe(true);
  });
});
