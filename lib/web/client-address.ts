import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { getSettings } from '@/lib/config/settings';

/** The header in which scripts/web-worker.mjs passes the connection's own address; it overwrites a client's. */
export const peerHeader = 'x-latchkey-peer';

let trusted: { list: BlockList; of: readonly string[] } | undefined;

function trustedProxies(): BlockList {
  const blocks = getSettings().trustedProxies;
  if (trusted?.of !== blocks) trusted = { list: toBlockList(blocks), of: blocks };
  return trusted.list;
}

/** CIDR blocks and single addresses as a list that can be asked. @throws on something that is neither. */
export function toBlockList(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/**
 * The client's address: the connection's own, unless that is a trusted proxy; then X-Forwarded-For is walked from the
 * right, and the first address that is not a trusted proxy counts. What a client writes to the left changes nothing.
 */
export function clientAddress(headers: Pick<Headers, 'get'>, proxies: BlockList = trustedProxies()): string {
  let current = plainAddress(headers.get(peerHeader) ?? '') ?? '0.0.0.0';
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  while (hops.length > 0 && proxies.check(current, isIPv6(current) ? 'ipv6' : 'ipv4')) {
    const next = plainAddress(hops.pop() ?? '');
    if (next === null) break;
    current = next;
  }
  return current;
}

/** An address without port, brackets, zone or IPv4-in-IPv6 dress; null when it is none. */
function plainAddress(text: string): string | null {
  let address = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address);
  if (bracketed) address = bracketed[1]!;
  else if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(address)) address = address.slice(0, address.lastIndexOf(':'));
  address = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) address = mapped[1]!;
  return isIPv4(address) || isIPv6(address) ? address : null;
}
