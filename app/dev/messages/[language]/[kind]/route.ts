import { getMessageGallery } from '@/lib/flows/get-message-gallery';

/** A mail as a mail program gets it. `npm run dev` only; its inline styles want a policy of their own. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ language: string; kind: string }> },
): Promise<Response> {
  const { language, kind } = await params;
  const html = getMessageGallery(language)?.messages.find(({ id }) => id === kind)?.html;
  if (!html) return new Response('Not found', { status: 404 });
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
