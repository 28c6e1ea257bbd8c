/** Where a client was, for reading: `loopback` for this computer, and networks of IPv6 without their runs of zeros. */
export function describeClient(address: string | null): string | null {
  if (address === null || address === 'unknown') return null;
  // The /64 of ::1 is all that is left of it.
  if (/^127\./.test(address) || address === '0:0:0:0::/64') return 'loopback';
  return address.replace(/(?::0)+::\/64$/, '::/64').replace(/::\/64$/, '::');
}
