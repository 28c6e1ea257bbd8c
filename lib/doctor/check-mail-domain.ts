import type { Resolver } from 'node:dns/promises';
import type { Sender } from '@/lib/config/smtp-settings';
import { type Finding, fine, skipped, warning } from './finding';

/** Names of DKIM keys that the usual senders choose. Others (SES makes random ones) cannot be guessed. */
const selectors = [
  'google',
  'default',
  's1',
  's2',
  'selector1',
  'selector2',
  'k1',
  'k2',
  'mail',
  'dkim',
  'smtp',
];
const guide = 'docs/providers/smtp.md says how';
const reserved = /(^|\.)(localhost|test|invalid|local|internal|example(\.(com|net|org))?)$/;

type Answer = string[] | 'none' | 'below' | 'unreachable';

/**
 * Whether the world will believe mail from this domain: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489). One finding
 * where DNS cannot be asked: that is the machine's affair and no fault of the domain.
 */
export async function checkMailDomain({ address }: Sender, resolver: Resolver): Promise<Finding[]> {
  const domain = address.split('@')[1]!.toLowerCase();
  if (reserved.test(domain)) {
    return [skipped('mail_domain', `${domain} is a name for tests: SPF, DKIM and DMARC are not looked up.`)];
  }
  const spf = await ask(resolver, domain);
  if (spf === 'unreachable') {
    return [
      skipped(
        'mail_domain',
        `DNS is not reachable from here: SPF, DKIM and DMARC of ${domain} were not looked up.`,
      ),
    ];
  }
  return [judgeSpf(domain, spf), await checkDkim(domain, resolver), await checkDmarc(domain, resolver)];
}

function judgeSpf(domain: string, answer: Answer): Finding {
  const records = Array.isArray(answer) ? answer.filter((text) => /^v=spf1(\s|$)/i.test(text)) : [];
  if (records.length === 0) {
    return warning(
      'spf',
      `${domain} has no SPF record.`,
      `Add a TXT record that names your mail service; ${guide}.`,
    );
  }
  if (records.length > 1)
    return warning(
      'spf',
      `${domain} has ${records.length} SPF records.`,
      'Join them into one: with two, none counts.',
    );
  if (/\s\+?all\b/i.test(records[0]!)) {
    return warning('spf', `The SPF record of ${domain} allows everybody.`, 'End it in ~all or -all.');
  }
  return fine('spf', `${domain} has an SPF record.`);
}

async function checkDkim(domain: string, resolver: Resolver): Promise<Finding> {
  const answers = await Promise.all(
    selectors.map((selector) => ask(resolver, `${selector}._domainkey.${domain}`)),
  );
  const found = selectors.filter((_, index) => Array.isArray(answers[index]));
  if (found.length > 0) return fine('dkim', `${domain} has DKIM keys (${found.join(', ')}).`);
  // "No such name" says that there is nothing below it either (RFC 8020); "no record" says that there is.
  const below = await ask(resolver, `_domainkey.${domain}`);
  if (below === 'none') {
    return warning(
      'dkim',
      `${domain} has no DKIM keys.`,
      `Turn on signing at your mail service and add the records that it shows; ${guide}.`,
    );
  }
  return skipped(
    'dkim',
    `${domain} may have DKIM keys; their names cannot be guessed.`,
    'Look for "dkim=pass" in the headers of a mail sent with --send.',
  );
}

async function checkDmarc(domain: string, resolver: Resolver): Promise<Finding> {
  const parts = domain.split('.');
  // The record of the organisation's domain counts for names below it.
  for (let from = 0; from <= parts.length - 2; from++) {
    const name = parts.slice(from).join('.');
    const answer = await ask(resolver, `_dmarc.${name}`);
    if (answer === 'unreachable') return skipped('dmarc', 'DNS did not answer about DMARC.');
    const record = Array.isArray(answer) && answer.find((text) => /^v=DMARC1\b/i.test(text));
    if (record) return fine('dmarc', `${name} has a DMARC record.`);
  }
  return warning(
    'dmarc',
    `${domain} has no DMARC record.`,
    `Add a TXT record at _dmarc.${domain}, to begin with: v=DMARC1; p=none; rua=mailto:you@${domain}`,
  );
}

async function ask(resolver: Resolver, name: string): Promise<Answer> {
  try {
    return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND') return 'none';
    return code === 'ENODATA' ? 'below' : 'unreachable';
  }
}
