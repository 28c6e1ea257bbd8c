import type { Database } from '@/lib/db/client';

/** What a use case works with. Tests pass their own database. */
export interface Deps {
  db: Database;
}

/** Who asks, as far as the connection tells. Built once per request by lib/web. */
export interface Visitor {
  /** IPv4, or IPv6; the limits cut it to /64. */
  clientAddress: string;
  userAgent: string | null;
  requestId: string;
  /** The browser's first language, BCP 47. */
  locale: string | null;
  /** SHA-256 of the mark that this browser got at a sign-in; null or absent for others and for applications. */
  deviceHash?: Uint8Array | null;
  /** Set for calls of the API, null-keyed for those without a key: their own limits count. */
  api?: {
    keyId: string | null /** Code requests a minute, where the key has its own number. */;
    perMinute: number | null;
    /** Messages an hour to one address, where the key has its own number. */
    perAddressHour?: number | null;
  };
}

/** Who did it, for the audit log. */
export function actorOf({ api }: Visitor): string {
  return api?.keyId ? `api:${api.keyId}` : 'customer';
}
