import { type Attack, customer, parallel } from './attack';
import { Browser, header, newClientAddress } from './browser';
import { unknownEmail } from './target';

/** More than one client may ask for, and clients that look like many. */
export const floods: Attack[] = [
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
    name: 'Other spellings of a path, a body and an address: one bucket',
    async run(target) {
      const paths = [
        ...[
          '/api/v1/codes',
          '/api/v1/codes/',
          '/api/v1/codes?page=2',
          '/api/v1/./codes',
          '/api/v1/x/../codes',
        ],
        ...[
          '/api/v1//codes',
          '/api/v1/%63odes',
          '/API/v1/codes',
          '/send-otp',
          '/send-otp/',
          '/send-otp?page=2',
        ],
      ];
      const tries: { path: string; status: number }[] = [];
      for (const clientAddress of [newClientAddress(), null, null]) {
        for (const path of paths) {
          const browser = new Browser(target.baseUrl);
          // Once all from one client, then twice each from a client of its own.
          if (clientAddress) browser.clientAddress = clientAddress;
          const to = unknownEmail();
          const body = path.includes('otp') ? { to } : { purpose: 'login', to };
          tries.push({ path, status: (await browser.json('POST', path, body)).status });
        }
      }
      const isAnswered = ({ status }: { status: number }) => status < 300;
      const alone = tries.slice(0, paths.length).filter(isAnswered).length;
      const open = tries.slice(paths.length).filter(isAnswered).length / 2;
      const email = unknownEmail();
      const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('n', 'N'), `${email}\n`];
      await parallel(20, async (index) => {
        const to = spellings[index % spellings.length];
        await new Browser(target.baseUrl).json('POST', '/api/v1/codes', { to, purpose: 'verification' });
      });
      const sent = await target.db.delivery.count({ where: { address: email } });
      return {
        held: alone === 5 && open > 5 && sent === 5,
        detail: `${open} of ${paths.length} spellings of a path lead somewhere, ${alone} were answered for one client; ${sent} of 20 messages went to one address; 5 are allowed`,
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
