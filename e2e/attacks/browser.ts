import { request as send } from 'node:http';

export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  milliseconds: number;
}

export interface Form {
  /** The page that the form stands on and posts to. */
  path: string;
  hidden: [name: string, value: string][];
  names: string[];
}

let clients = 0;

/** An address that no other client of the run has, for X-Forwarded-For before a trusted proxy. */
export function newClientAddress(): string {
  clients += 1;
  return `198.${18 + ((clients >> 16) & 1)}.${(clients >> 8) & 255}.${clients & 255}`;
}

/** A browser without JavaScript, as far as an attacker needs one: cookies, forms, headers at will. */
export class Browser {
  readonly cookies = new Map<string, string>();
  clientAddress = newClientAddress();

  constructor(readonly baseUrl: string) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.fetch('GET', path, headers);
  }

  json(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.fetch(method, path, { 'content-type': 'application/json', ...headers }, text);
  }

  /** The form of a page that has a field of this name. */
  async openForm(path: string, field: string): Promise<Form> {
    const { body, status } = await this.get(path);
    const form = findForms(path, body).find(({ names }) => names.includes(field));
    if (!form) throw new Error(`${path} (${status}) has no form with ${field}: ${body.slice(0, 300)}`);
    return form;
  }

  post(form: Form, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const own = form.hidden.filter(([name]) => !(name in fields));
    const { type, body } = encodeFields([...own, ...Object.entries(fields)]);
    return this.fetch(
      'POST',
      form.path,
      { origin: this.baseUrl, 'sec-fetch-site': 'same-origin', 'content-type': type, ...headers },
      body,
    );
  }

  async fetch(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent: Record<string, string> = { 'x-forwarded-for': this.clientAddress, ...headers };
    if (cookie && !('cookie' in sent)) sent.cookie = cookie;
    if (body !== undefined) sent['content-length'] = String(Buffer.byteLength(body));
    for (const [name, value] of Object.entries(sent)) if (value === '') delete sent[name];
    const answer = await exchange(new URL(path, this.baseUrl), method, sent, body);
    for (const [name, value] of answer.headers) if (name === 'set-cookie') this.keepCookie(value);
    return answer;
  }

  private keepCookie(header: string): void {
    const [pair = ''] = header.split(';', 1);
    const name = pair.slice(0, pair.indexOf('='));
    if (/max-age=0/i.test(header)) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

function exchange(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    // A connection each: no worker is favoured, and none is reused.
    const request = send(url, { method, headers, agent: false, timeout: 60_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const pairs: [string, string][] = [];
        for (let index = 0; index < response.rawHeaders.length; index += 2)
          pairs.push([response.rawHeaders[index]!.toLowerCase(), response.rawHeaders[index + 1]!]);
        resolve({
          status: response.statusCode ?? 0,
          headers: pairs,
          body: Buffer.concat(chunks).toString('utf8'),
          milliseconds: performance.now() - startedAt,
        });
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 60 seconds')));
    request.on('error', reject);
    request.end(body);
  });
}

export function header(answer: Answer, name: string): string | undefined {
  return answer.headers.find(([one]) => one === name)?.[1];
}

export function findForms(path: string, html: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>([\s\S]*?)<\/form>/g)].map(([, inner = '']) => {
    const fields = [...inner.matchAll(/<(?:input|button)\b([^>]*)>/g)].map(([, attributes = '']) => ({
      name: readAttribute(attributes, 'name'),
      value: readAttribute(attributes, 'value'),
      hidden: /type="hidden"/.test(attributes),
    }));
    return {
      path,
      hidden: fields.filter(({ hidden }) => hidden).map(({ name, value }) => [name, value]),
      names: fields.map(({ name }) => name),
    };
  });
}

function readAttribute(attributes: string, name: string): string {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  return value
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

export function encodeFields(fields: [string, string][]): { type: string; body: string } {
  const boundary = '----latchkey-attack-boundary';
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}
