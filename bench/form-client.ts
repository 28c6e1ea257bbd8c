/** A browser without JavaScript, as small as it can be: cookies, pages, and forms that are posted as HTML says. */
export class FormClient {
  private readonly cookies = new Map<string, string>();

  constructor(
    readonly baseUrl: string,
    /** Sent as X-Forwarded-For, so that each client has limits of its own behind the trusted proxy. */
    private readonly address: string,
  ) {}

  async get(path: string): Promise<Response> {
    return this.keep(await fetch(this.baseUrl + path, { headers: this.headers(), redirect: 'manual' }));
  }

  /** Posts a page's form `index` with its hidden fields and these. @returns the answer, a redirect not followed. */
  async post(path: string, html: string, fields: Record<string, string>, index = 0): Promise<Response> {
    const form = html.match(/<form[\s\S]*?<\/form>/g)?.[index] ?? '';
    const body = new FormData();
    for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1];
      if (name) body.append(name, decodeEntities(/value="([^"]*)"/.exec(tag)?.[1] ?? ''));
    }
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const headers = { ...this.headers(), origin: this.baseUrl, 'sec-fetch-site': 'same-origin' };
    return this.keep(await fetch(this.baseUrl + path, { method: 'POST', headers, body, redirect: 'manual' }));
  }

  private headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { 'x-forwarded-for': this.address, 'accept-encoding': 'gzip', ...(cookie ? { cookie } : {}) };
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
