// An application that proves a phone number by a running Latchkey server:
//   npm start                                        (in one terminal)
//   node examples/phone-verification/serve.mjs       (in another)
// then open http://localhost:4000. LATCHKEY_URL and LATCHKEY_KEY choose another server and an API key.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const latchkey = new URL(process.env.LATCHKEY_URL ?? 'http://localhost:3000');
const port = Number(process.env.PORT ?? 4000);
const folder = fileURLToPath(new URL('.', import.meta.url));

const { outputFiles } = await build({
  entryPoints: [`${folder}app.tsx`],
  bundle: true,
  write: false,
  format: 'esm',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  minify: true,
});
const script = outputFiles[0].text;
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Prove your phone number</title>
<link rel="icon" href="data:,">
<main id="app"></main>
<script type="module" src="/app.js"></script>
</html>`;

/** What the browser may ask for: nothing but codes. The key, if there is one, stays here. */
const allowed = /^\/api\/v1\/codes(\/[0-9a-f-]{36}(\/verify|\/resend)?)?$/;

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const answer = (status, type, body) => response.writeHead(status, { 'content-type': type }).end(body);
  if (pathname === '/') return answer(200, 'text/html; charset=utf-8', page);
  if (pathname === '/app.js') return answer(200, 'text/javascript; charset=utf-8', script);
  if (!allowed.test(pathname)) return answer(404, 'text/plain', 'Not found.');
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 16_384) return answer(413, 'text/plain', 'Too large.');
    chunks.push(chunk);
  }
  const headers = { 'content-type': request.headers['content-type'] ?? 'application/json' };
  if (process.env.LATCHKEY_KEY) headers.authorization = `Bearer ${process.env.LATCHKEY_KEY}`;
  const body = size > 0 ? Buffer.concat(chunks) : undefined;
  try {
    const given = await fetch(new URL(pathname, latchkey), { method: request.method, headers, body });
    const wait = given.headers.get('retry-after');
    response.writeHead(given.status, {
      'content-type': given.headers.get('content-type') ?? 'application/json',
      ...(wait ? { 'retry-after': wait } : {}),
    });
    response.end(given.status === 204 ? undefined : await given.text());
  } catch {
    answer(502, 'text/plain', `Start Latchkey first: ${latchkey.origin} does not answer.`);
  }
});
server.listen(port, () =>
  console.log(`http://localhost:${server.address().port} (Latchkey at ${latchkey.origin})`),
);
