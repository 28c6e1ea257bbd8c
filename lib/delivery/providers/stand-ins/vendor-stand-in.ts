import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface VendorRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface VendorReply {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body: object | string;
}

/** What networks and proxies do, or a reply of the vendor in place of the usual one. */
export type VendorFailure = 'drop' | 'hang' | 'html' | VendorReply;

export interface VendorStandIn {
  url: string;
  requests: VendorRequest[];
  /** The next calls fail, one failure each. */
  failNext(...failures: VendorFailure[]): void;
  close(): Promise<void>;
}

/** A vendor on this machine: keeps what it got and answers as `reply` says. */
export async function startVendorStandIn(
  reply: (request: VendorRequest) => VendorReply | Promise<VendorReply>,
  options: { port?: number } = {},
): Promise<VendorStandIn> {
  const requests: VendorRequest[] = [];
  const failures: VendorFailure[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    requests.push(request);
    const failure = failures.shift();
    if (failure === 'drop') return void incoming.socket.destroy();
    if (failure === 'hang') return;
    if (failure === 'html') return void outgoing.writeHead(503).end('<html>Service Unavailable</html>');
    const answer = failure ?? (await reply(request));
    const isText = typeof answer.body === 'string';
    const type = isText ? 'text/xml' : 'application/json';
    outgoing.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    outgoing.end(isText ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failNext: (...next) => void failures.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
