import { Resolver } from 'node:dns/promises';
import { afterEach, expect, test } from 'vitest';
import { checkMailDomain } from './check-mail-domain';
import { startDnsStandIn } from './stand-ins/dns-stand-in';

let dns: Awaited<ReturnType<typeof startDnsStandIn>> | undefined;
afterEach(() => dns?.close());

async function marksOf(address: string, records: Record<string, string[]>) {
  dns = await startDnsStandIn(records);
  const findings = await checkMailDomain({ name: null, address }, dns.resolver);
  return Object.fromEntries(findings.map(({ check, mark }) => [check, mark]));
}

test('a domain with all three records is fine', async () => {
  const marks = await marksOf('login@shop.dev', {
    'shop.dev': ['other=1', 'v=spf1 include:_spf.mail.dev ~all'],
    's1._domainkey.shop.dev': ['v=DKIM1; k=rsa; p=MIGf'],
    '_dmarc.shop.dev': ['v=DMARC1; p=none'],
  });
  expect(marks).toEqual({ spf: 'ok', dkim: 'ok', dmarc: 'ok' });
});

test('a domain without records is told of each', async () => {
  expect(await marksOf('login@shop.dev', { 'shop.dev': ['other=1'] })).toEqual({
    ...{ spf: 'warning', dkim: 'warning', dmarc: 'warning' },
  });
});

test('keys under a name that nobody can guess are not called missing', async () => {
  const marks = await marksOf('login@shop.dev', {
    'shop.dev': ['v=spf1 -all'],
    'q7h2lk._domainkey.shop.dev': ['v=DKIM1; p=MIGf'],
    '_dmarc.shop.dev': ['v=DMARC1; p=none'],
  });
  expect(marks).toEqual({ spf: 'ok', dkim: 'skipped', dmarc: 'ok' });
});

test('the DMARC record of the domain above counts', async () => {
  const marks = await marksOf('login@mail.shop.dev', { '_dmarc.shop.dev': ['v=DMARC1; p=reject'] });
  expect(marks.dmarc).toBe('ok');
});

test.each([
  [['v=spf1 +all'], 'allows everybody'],
  [['v=spf1 a ~all', 'v=spf1 mx ~all'], '2 SPF records'],
])('an SPF record that proves nothing is named: %j', async (texts, words) => {
  dns = await startDnsStandIn({ 'shop.dev': texts });
  const [spf] = await checkMailDomain({ name: null, address: 'a@shop.dev' }, dns.resolver);
  expect(spf).toMatchObject({ mark: 'warning', text: expect.stringContaining(words) });
});

test('where DNS cannot be asked, nothing is said against the domain', async () => {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers(['127.0.0.1:9']);
  const findings = await checkMailDomain({ name: null, address: 'a@shop.dev' }, resolver);
  expect(findings).toEqual([expect.objectContaining({ check: 'mail_domain', mark: 'skipped' })]);
});
