import { openApiDocument } from '@/lib/web/openapi';
import { resource } from '@/lib/web/resource';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  // Open to every origin and to caches: it says nothing about anybody.
  GET: async () =>
    Response.json(openApiDocument(), {
      headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
    }),
});
