import { type Attack, customer, hasSession, sessionName } from './attack';
import { Browser, header } from './browser';
import { attackPassword, unknownEmail } from './target';

/** Requests that no page of ours makes. */
export const foreignRequests: Attack[] = [
  {
    name: 'Forms from elsewhere: Origin missing, null, foreign, or cross-site',
    async run(target) {
      const { email } = await customer(target);
      const origins: Record<string, string>[] = [
        { origin: '' },
        { origin: 'null' },
        { origin: 'https://evil.example' },
        { origin: target.baseUrl, 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
      ];
      let done = 0;
      for (const headers of origins) {
        const browser = new Browser(target.baseUrl);
        const form = await browser.openForm('/login', 'identifier');
        const fields = { identifier: email, password: attackPassword, method: 'password' };
        const answer = await browser.post(form, fields, { 'sec-fetch-site': '', ...headers });
        if (answer.status === 303 || hasSession(browser)) done += 1;
      }
      return { held: done === 0, detail: `${origins.length} kinds, ${done} accepted` };
    },
  },
  {
    name: 'The addresses of NextAuth: foreign grants, open redirects, what they tell',
    async run(target) {
      const problems: string[] = [];
      const browser = new Browser(target.baseUrl);
      const csrf = await browser.get('/api/auth/csrf');
      const token = (JSON.parse(csrf.body || '{}') as { csrfToken?: string }).csrfToken ?? '';
      for (const grant of ['x', 'A'.repeat(43)]) {
        const body = new URLSearchParams({
          csrfToken: token,
          grant,
          callbackUrl: 'https://evil.example/',
        }).toString();
        const answer = await browser.fetch(
          'POST',
          '/api/auth/callback/code',
          { 'content-type': 'application/x-www-form-urlencoded', origin: target.baseUrl },
          body,
        );
        if (hasSession(browser)) problems.push('a foreign grant gave a session');
        if ((header(answer, 'location') ?? '').includes('//evil.example'))
          problems.push('redirects to evil.example');
      }
      for (const path of [
        '/api/auth/signin?callbackUrl=https://evil.example',
        '/api/auth/signout?callbackUrl=//evil.example',
        '/api/auth/error?error=//evil.example',
        '/api/auth/signin/code?callbackUrl=/%5Cevil.example',
      ]) {
        const location = header(await browser.get(path), 'location') ?? '';
        if (location && new URL(location, target.baseUrl).origin !== target.baseUrl)
          problems.push(`${path} leads away`);
      }
      const session = await browser.get('/api/auth/session', { cookie: `${sessionName}=${'A'.repeat(43)}` });
      if (/user|email|name/i.test(session.body)) problems.push('the session address tells who');
      return {
        held: problems.length === 0,
        detail: problems.join('; ') || 'refused, no way out, nothing told',
      };
    },
  },
  {
    name: "Headers by which Next's inside could be reached",
    async run(target) {
      const headers = {
        'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
        'x-middleware-rewrite': '/inbox',
        'x-matched-path': '/account',
        'x-invoke-path': '/account',
        'x-invoke-status': '200',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        'x-nextjs-data': '1',
      };
      const problems: string[] = [];
      for (const path of ['/account', '/account/security', '/admin', '/inbox']) {
        const plain = await new Browser(target.baseUrl).get(path);
        const dressed = await new Browser(target.baseUrl).get(path, headers);
        if (plain.status !== dressed.status)
          problems.push(`${path}: ${plain.status} became ${dressed.status}`);
        if (/evil\.example/.test(dressed.body + dressed.headers.join()))
          problems.push(`${path} repeats the host`);
      }
      return { held: problems.length === 0, detail: problems.join('; ') || 'no answer changed' };
    },
  },
  {
    name: 'Malformed forms',
    async run(target) {
      const browser = new Browser(target.baseUrl);
      const form = await browser.openForm('/login', 'identifier');
      const nonsense = [
        '',
        '\0',
        '\u202e',
        '💥'.repeat(200),
        '{"$ne":null}',
        "' OR 1=1 --",
        '<script>',
        'a'.repeat(20_000),
      ];
      const statuses: number[] = [];
      const failed = new Set<string>();
      for (const text of nonsense) {
        for (const field of [
          'identifier',
          'password',
          'method',
          '$ACTION_ID_x',
          '__proto__',
          ...form.hidden.map(([name]) => name),
        ]) {
          const fields = { identifier: unknownEmail(), password: 'x', method: 'password', [field]: text };
          const sender = new Browser(target.baseUrl);
          const { status } = await sender.post(form, fields);
          statuses.push(status);
          if (status >= 500) failed.add(field);
          if (hasSession(sender)) return { held: false, detail: `${field} signed in` };
        }
      }
      const ready = (await browser.get('/api/ready')).status;
      const count = (from: number, to: number) =>
        statuses.filter((status) => status >= from && status < to).length;
      return {
        held: ready === 200 && failed.size === 0,
        detail: `${statuses.length} forms: ${count(200, 400)} answered, ${count(400, 500)} refused, ${count(500, 600)} failed ${[...failed].join(', ')}; the server goes on`,
      };
    },
  },
];
