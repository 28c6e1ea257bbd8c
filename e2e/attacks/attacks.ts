import { Browser, header, newClientAddress } from './browser';
import { attackPassword, type Customer, type Target, unknownEmail } from './target';

export interface Finding {
  /** What had to hold, and whether it did, in a few words with numbers. */
  detail: string;
  held: boolean;
}

export interface Attack {
  name: string;
  run(target: Target, rounds: number): Promise<Finding>;
}

const sessionName = 'latchkey.session';
const parallel = <Done>(count: number, task: (index: number) => Promise<Done>) =>
  Promise.all(Array.from({ length: count }, (_, index) => task(index)));

/** A code that is not this one. */
const wrongOf = (code: string, by = 1) => code.slice(0, -1) + ((Number(code.at(-1)) + by) % 10);

/** A browser on the page where the code of its sign-in is typed, with that code from the mailbox. */
async function askForCode(target: Target, email: string, browser = new Browser(target.baseUrl)) {
  const login = await browser.openForm('/login', 'identifier');
  const asked = await browser.post(login, { identifier: email, password: '', method: 'code' });
  if (asked.status !== 303) throw new Error(`asking for a code answered ${asked.status}`);
  const mail = await target.smtp.waitFor(email);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text)?.[0] ?? '';
  return { browser, code, form: await browser.openForm('/verify', 'code') };
}

/** The same browser at many desks: each sends the same cookies, and keeps its own answers. */
function copyOf(browser: Browser): Browser {
  const copy = new Browser(browser.baseUrl);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

const hasSession = (browser: Browser) => browser.cookies.has(sessionName);
const customer = async (target: Target): Promise<Customer> => (await target.addCustomers(1))[0]!;

export const attacks: Attack[] = [
  {
    name: 'Twenty wrong codes at once: at most five are compared',
    async run(target, rounds) {
      let worst = 0;
      let letIn = 0;
      for (let round = 0; round < rounds; round += 1) {
        const { browser, code, form } = await askForCode(target, (await customer(target)).email);
        await parallel(20, () => copyOf(browser).post(form, { code: wrongOf(code) }));
        const last = copyOf(browser);
        await last.post(form, { code });
        if (hasSession(last)) letIn += 1;
        const id = form.hidden.find(([name]) => name === 'challenge')?.[1] ?? '';
        worst = Math.max(worst, (await target.db.otp.findUniqueOrThrow({ where: { id } })).attempts);
      }
      return {
        held: worst <= 5 && letIn === 0,
        detail: `${rounds} rounds: ${worst} guesses at most, the right code afterwards let in ${letIn} times`,
      };
    },
  },
  {
    name: 'The right code ten times at once: one session',
    async run(target, rounds) {
      let once = 0;
      for (let round = 0; round < rounds; round += 1) {
        const { id, email } = await customer(target);
        const { browser, code, form } = await askForCode(target, email);
        await parallel(10, () => copyOf(browser).post(form, { code }));
        if ((await target.db.session.count({ where: { userId: id } })) === 1) once += 1;
      }
      return { held: once === rounds, detail: `one session in ${once} of ${rounds}` };
    },
  },
  {
    name: 'Guessing over many codes, networks and the password: ten failures, then a hold',
    async run(target) {
      const { id, email } = await customer(target);
      let compared = 0;
      for (let round = 0; round < 3; round += 1) {
        const { browser, code, form } = await askForCode(target, email);
        for (let guess = 0; guess < 4; guess += 1) {
          const { body } = await copyOf(browser).post(form, { code: wrongOf(code) });
          if (body.includes('The code is not right')) compared += 1;
        }
      }
      const thief = new Browser(target.baseUrl);
      const login = await thief.openForm('/login', 'identifier');
      await thief.post(login, { identifier: email, password: attackPassword, method: 'password' });
      const { failures } = await target.db.hold.findUniqueOrThrow({ where: { subject: `user:${id}` } });
      return {
        held: compared === 9 + 1 && failures === 10 && !hasSession(thief),
        detail: `${compared} guesses compared of 12, then also the right password was refused`,
      };
    },
  },
  {
    name: 'Locking an owner out: the browser they use goes on',
    async run(target) {
      const { email } = await customer(target);
      const owner = new Browser(target.baseUrl);
      const signIn = async (browser: Browser) => {
        const form = await browser.openForm('/login', 'identifier');
        await browser.post(form, { identifier: email, password: attackPassword, method: 'password' });
        return hasSession(browser);
      };
      const before = await signIn(owner);
      owner.cookies.delete(sessionName);
      await parallel(12, async () => {
        const browser = new Browser(target.baseUrl);
        const form = await browser.openForm('/login', 'identifier');
        await browser.post(form, { identifier: email, password: 'not the password', method: 'password' });
      });
      const stranger = await signIn(new Browser(target.baseUrl));
      const after = await signIn(owner);
      return {
        held: before && after && !stranger,
        detail: `strangers: ${stranger ? 'let in' : 'refused'}; the owner's browser: ${after ? 'let in' : 'refused'}`,
      };
    },
  },
  {
    name: 'One password on many accounts from one network',
    async run(target) {
      const customers = await target.addCustomers(60);
      const clientAddress = newClientAddress();
      const answers = await parallel(60, async (index) => {
        const browser = new Browser(target.baseUrl);
        browser.clientAddress = clientAddress;
        const form = await browser.openForm('/login', 'identifier');
        const fields = { identifier: customers[index]!.email, password: 'Summer2026!x', method: 'password' };
        return (await browser.post(form, fields)).body;
      });
      const compared = answers.filter((body) => body.includes('is not right')).length;
      return { held: compared <= 50, detail: `${compared} of 60 tries were compared` };
    },
  },
  {
    name: 'Flooding a mailbox from many networks',
    async run(target) {
      const { email } = await customer(target);
      await parallel(25, async () => {
        const browser = new Browser(target.baseUrl);
        const form = await browser.openForm('/login', 'identifier');
        await browser.post(form, { identifier: email, password: '', method: 'code' });
      });
      const sent = await target.db.delivery.count({ where: { address: email } });
      return { held: sent <= 5, detail: `25 requests, ${sent} messages` };
    },
  },
  {
    name: 'Made-up X-Forwarded-For and relatives, without a trusted proxy',
    async run(target) {
      const spoofed = [
        'x-forwarded-for',
        'x-real-ip',
        'cf-connecting-ip',
        'true-client-ip',
        'x-latchkey-peer',
        'forwarded',
      ];
      const answers: number[] = [];
      for (let index = 0; index < 12; index += 1) {
        const browser = new Browser(target.bareUrl!);
        const headers = Object.fromEntries(
          spoofed.map((name) => [
            name,
            name === 'forwarded' ? `for=${newClientAddress()}` : newClientAddress(),
          ]),
        );
        answers.push(
          (await browser.json('POST', '/api/v1/codes', { purpose: 'login', to: unknownEmail() }, headers))
            .status,
        );
      }
      const accepted = answers.filter((status) => status === 202).length;
      return { held: accepted === 5, detail: `5 a minute are allowed, ${accepted} of 12 came through` };
    },
  },
  {
    name: 'Forged left part of X-Forwarded-For, and IPv6 neighbours, before a trusted proxy',
    async run(target) {
      const ask = async (forwarded: string) =>
        (
          await new Browser(target.baseUrl).json(
            'POST',
            '/api/v1/codes',
            { purpose: 'login', to: unknownEmail() },
            { 'x-forwarded-for': forwarded },
          )
        ).status;
      const own = newClientAddress();
      const left: number[] = [];
      const neighbours: number[] = [];
      for (let index = 0; index < 10; index += 1) {
        left.push(await ask(`10.9.8.${index}, ${newClientAddress()}, ${own}`));
        neighbours.push(
          await ask(index % 2 ? `2001:db8:77:1::${index}` : `2001:db8:77:1:${index}:0:0:1%eth0`),
        );
      }
      const counts = [left, neighbours].map((list) => list.filter((status) => status === 202).length);
      return {
        held: counts.every((count) => count === 5),
        detail: `${counts.join(' and ')} of 10 came through, 5 are allowed`,
      };
    },
  },
  {
    name: 'A code of one purpose for another, and of one browser in another',
    async run(target) {
      const { id, email } = await customer(target);
      const { code, form } = await askForCode(target, email);
      const other = new Browser(target.baseUrl);
      const theirs = await other.openForm('/forgot-password', 'identifier');
      await other.post(theirs, { identifier: email });
      await other.post(await other.openForm('/choose-method', 'channel'), { channel: 'email' });
      const resetForm = await other.openForm('/verify', 'code');
      await other.post(resetForm, { code });
      await other.post({ ...form, path: '/verify' }, { code });
      await other.post(await other.openForm('/verify', 'code'), {
        code,
        challenge: form.hidden.find(([name]) => name === 'challenge')?.[1] ?? '',
      });
      const stolen = await target.db.grant.count({ where: { userId: id } });
      return { held: stolen === 0 && !hasSession(other), detail: `${stolen} grants were earned` };
    },
  },
  {
    name: 'Steps skipped or taken out of order',
    async run(target) {
      const { email } = await customer(target);
      const browser = new Browser(target.baseUrl);
      const places: string[] = [];
      await browser.post(await browser.openForm('/forgot-password', 'identifier'), { identifier: email });
      for (const path of ['/reset-password', '/verify', '/second-factor', '/account', '/account/security']) {
        const answer = await browser.get(path);
        places.push(`${path} ${answer.status}`);
        if (answer.status < 300) return { held: false, detail: `${path} answered ${answer.status}` };
      }
      return { held: true, detail: `${places.length} later pages led back` };
    },
  },
  {
    name: 'Every part of every cookie changed',
    async run(target) {
      const { id, email } = await customer(target);
      const { browser, code, form } = await askForCode(target, email);
      const doors: [name: string, path: string, value: string][] = [];
      for (const [name, value] of browser.cookies) doors.push([name, '/verify', value]);
      await browser.post(form, { code });
      for (const [name, value] of browser.cookies)
        if (name === sessionName) doors.push([name, '/account', value]);
      const open = async (name: string, path: string, value: string) =>
        (await new Browser(target.baseUrl).get(path, { cookie: `${name}=${value}` })).status;
      let accepted = 0;
      let tried = 0;
      for (const [name, path, value] of doors) {
        // About 120 places of each, the first and the last among them.
        const places = new Set(
          Array.from({ length: Math.min(value.length, 120) }, (_, index, all = Math.min(value.length, 120)) =>
            Math.round((index * (value.length - 1)) / (all - 1)),
          ),
        );
        for (const index of places) {
          tried += 1;
          const changed = `${value.slice(0, index)}${value[index] === 'A' ? 'B' : 'A'}${value.slice(index + 1)}`;
          const status = await open(name, path, changed);
          if (status < 300 || status >= 400) accepted += 1;
        }
      }
      const session = doors.find(([name]) => name === sessionName);
      const untouched = session ? await open(...session) : 0;
      const live = await target.db.session.count({ where: { userId: id, endedAt: null } });
      return {
        held: doors.length === 2 && untouched === 200 && accepted === 0 && live === 1,
        detail: `${tried} changed cookies of ${doors.length} kinds, ${accepted} accepted; untouched: ${untouched}`,
      };
    },
  },
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
  {
    name: 'More passwords at once than the machine can check',
    async run(target) {
      const login = await new Browser(target.baseUrl).openForm('/login', 'identifier');
      const statuses = await parallel(400, async () => {
        const browser = new Browser(target.baseUrl);
        const fields = { identifier: unknownEmail(), password: 'not the password', method: 'password' };
        const answer = await browser.post(login, fields);
        return { status: answer.status, retryAfter: header(answer, 'retry-after') };
      });
      const refused = statuses.filter(({ status }) => status === 503);
      const failures = statuses.filter(({ status }) => status !== 503 && status !== 200);
      const ready = (await new Browser(target.baseUrl).get('/api/ready')).status;
      return {
        held: failures.length === 0 && refused.every(({ retryAfter }) => retryAfter) && ready === 200,
        detail: `400 at once: ${refused.length} were told to come back (503, Retry-After), the others checked; the server goes on`,
      };
    },
  },
];
