import { getSettings } from '@/lib/config/settings';
import { getBrandPicture } from './brand-picture';
import { renderBrandSheet } from './brand-style-sheet';

const forEver = 'public, max-age=31536000, immutable';
const forAWhile = 'public, max-age=300, stale-while-revalidate=86400';

/** The operator's colours and logo. Pages are prerendered and link to it, so that another colour needs no other build. */
export function answerBrandSheet(): Response {
  return new Response(renderBrandSheet(getSettings().brand), {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': forAWhile },
  });
}

/** The operator's pictures: `logo`, `logo-dark`, `icon`. The policy under which nothing in them runs is the server's. */
export function answerBrandPicture(name: string, request: Request): Response {
  const { brand, appName } = getSettings();
  const picture = getBrandPicture(name, brand, appName);
  if (!picture) {
    // Pages that were built for any brand ask for its icon also where there is none.
    const headers = { location: '/mark.svg', 'cache-control': forAWhile };
    return name === 'icon'
      ? new Response(null, { status: 307, headers })
      : new Response('Not found', { status: 404 });
  }
  return new Response(new Uint8Array(picture.bytes), {
    headers: {
      'content-type': picture.type,
      'cache-control': new URL(request.url).searchParams.has('v') ? forEver : forAWhile,
    },
  });
}
