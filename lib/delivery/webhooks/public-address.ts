import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Not the internet: RFC 6890 and its successors, and what clouds keep their secrets behind. */
const closed = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(network, bits, 'ipv4');

/** All of IPv6 that is handed out to somebody is here, but for what follows. */
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
const closed6 = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  // Carry an IPv4 address inside, which may be a closed one.
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(network, bits, 'ipv6');

/** Whether an address belongs to somebody on the internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  return version === 6 && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
}

export interface ResolvedTarget {
  address: string;
  family: 4 | 6;
}

export class TargetRefused extends Error {
  override name = 'TargetRefused';
}

/**
 * The address that a name stands for at this moment: whoever calls connects to it and to nothing else, so that the name
 * cannot stand for another one a moment later.
 * @throws TargetRefused when any of its addresses is not public, unless that is allowed
 */
export async function resolveTarget(hostname: string, mayBePrivate: boolean): Promise<ResolvedTarget> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const found = await lookup(bare, { all: true, verbatim: true }).catch(() => []);
  if (found.length === 0) throw new TargetRefused('The name of the endpoint is not known.');
  if (!mayBePrivate && !found.every(({ address }) => isPublicAddress(address))) {
    throw new TargetRefused('The endpoint is at a private address (WEBHOOKS_ALLOW_PRIVATE).');
  }
  const { address, family } = found[0]!;
  return { address, family: family === 6 ? 6 : 4 };
}

/** What is wrong with the address of an endpoint as it was typed; null: nothing. */
export function explainBadUrl(typed: string, mayBePrivate: boolean): string | null {
  if (typed.length > 2000 || !URL.canParse(typed))
    return 'Write the address like https://shop.example.com/hooks.';
  const url = new URL(typed);
  if (url.protocol !== 'https:' && !(mayBePrivate && url.protocol === 'http:')) {
    return 'The address has to start with https:// (or set WEBHOOKS_ALLOW_PRIVATE=true).';
  }
  if (url.username || url.password) return 'The address must not have a user name or a password.';
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayBePrivate && (bare === 'localhost' || (isIP(bare) !== 0 && !isPublicAddress(bare)))) {
    return 'The address is a private one (set WEBHOOKS_ALLOW_PRIVATE=true to allow it).';
  }
  return null;
}
