import { headers } from 'next/headers';
import { findLanguage } from '@/lib/delivery/messages/catalogue';
import type { Visitor } from '@/lib/flows/deps';
import { clientAddress } from './client-address';
import { deviceHashFrom } from './device-cookie';
import { requestIdOf } from './request-id';

/** Who asks, from the current request's headers. */
export async function getVisitor(): Promise<Visitor> {
  return visitorFrom(await headers());
}

export function visitorFrom(requestHeaders: Pick<Headers, 'get'>): Visitor {
  return {
    clientAddress: clientAddress(requestHeaders),
    userAgent: requestHeaders.get('user-agent')?.slice(0, 400) ?? null,
    requestId: requestIdOf(requestHeaders),
    locale: firstLanguage(requestHeaders.get('accept-language')),
    deviceHash: deviceHashFrom(requestHeaders),
  };
}

/** The first language of Accept-Language that we have texts in, else its first one, or null. Browsers list the best first. */
function firstLanguage(header: string | null): string | null {
  const tags = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .filter((tag) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag));
  return tags.find((tag) => findLanguage(tag)) ?? tags[0] ?? null;
}
