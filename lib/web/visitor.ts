import { headers } from 'next/headers';
import { findLanguage } from '@/lib/delivery/messages/catalogue';
import type { Visitor } from '@/lib/flows/deps';
import { parseLanguage } from '@/lib/words/languages';
import { clientAddress } from './client-address';
import { deviceHashFrom } from './device-cookie';
import { readLanguageCookie } from './language-cookie';
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
    locale: chosenLanguage(requestHeaders),
    deviceHash: deviceHashFrom(requestHeaders),
  };
}

/** By the menu of the pages, with the region that the browser names for it; else by the browser alone. */
function chosenLanguage(requestHeaders: Pick<Headers, 'get'>): string | null {
  const chosen = readLanguageCookie(requestHeaders);
  const tags = acceptedTags(requestHeaders.get('accept-language'));
  if (chosen) return tags.find((tag) => parseLanguage(tag) === chosen) ?? chosen;
  return firstLanguage(tags);
}

/** The first language of Accept-Language that we have texts in, else its first one, or null. Browsers list the best first. */
function firstLanguage(tags: readonly string[]): string | null {
  return tags.find((tag) => findLanguage(tag)) ?? tags[0] ?? null;
}

function acceptedTags(header: string | null): string[] {
  return (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .filter((tag) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag));
}
