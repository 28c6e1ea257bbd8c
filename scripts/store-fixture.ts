import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** For tests of what answers from memory: a server around it, which says 418 where Next would be asked. */
export async function serveFromMemory(
  answers: (request: IncomingMessage, response: ServerResponse) => boolean,
) {
  const server = createServer((incoming, response) => {
    if (!answers(incoming, response)) response.writeHead(418).end('Next');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** With the path as it is written, and the body as it comes: fetch would tidy up both. */
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      new Promise<RawAnswer>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
          );
        })
          .once('error', reject)
          .end();
      }),
    close: () => server.close(),
  };
}
