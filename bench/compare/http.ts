import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Connections that stay open, as a browser's or a proxy's do. Node's own client: `fetch` costs the load three times as much. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

let clients = 0;

/** Another client at each call: no limit of either system is in the way, and both count as they always do. */
export function nextClient(): string {
  clients += 1;
  return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`;
}

/** One request; JSON where a body is given. @throws when the status is not as expected. */
export function call(
  url: string,
  { body, headers = {}, expect }: { body?: unknown; headers?: Record<string, string>; expect: number },
): Promise<Answer> {
  const sent = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const method = sent ? 'POST' : 'GET';
  const json = sent ? { 'content-type': 'application/json', 'content-length': String(sent.length) } : {};
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent, headers: { ...json, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = answer.statusCode ?? 0;
        if (status === expect) resolve({ status, headers: answer.headers, body: text });
        else reject(new Error(`${method} ${url} answered ${status}: ${text.slice(0, 300)}`));
      });
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}
