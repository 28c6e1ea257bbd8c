import { isIP, isIPv4 } from 'node:net';

/**
 * What a client's limits are counted under: its IPv4 address, or the /64 of its IPv6 address (one customer of an access
 * provider has at least that much). Text that is no address is one bucket, so that nonsense opens no new ones.
 */
export function clientSubject(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '');
  if (isIPv4(bare)) return bare;
  if (isIP(bare) !== 6) return 'unknown';
  const groups = expandIPv6(bare);
  const [sixth, seventh, eighth] = groups.slice(5) as [number, number, number];
  // ::ffff:a.b.c.d, however it is spelled; NAT64 (64:ff9b::/96) is the same person's IPv4 address, too.
  const mapped = groups.slice(0, 5).every((group) => group === 0) && sixth === 0xffff;
  const translated =
    groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (mapped || translated) return [seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Eight numbers. The address is known to be well formed. */
function expandIPv6(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.slice(0, 4).map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const parse = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const left = parse(head);
  if (tail === undefined) return left;
  const right = parse(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
