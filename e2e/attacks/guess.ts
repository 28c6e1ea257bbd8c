import {
  type Attack,
  askForCode,
  copyOf,
  countGuesses,
  customer,
  hasSession,
  inRounds,
  isSaid,
  parallel,
  sessionName,
  wrongOf,
} from './attack';
import { Browser, newClientAddress } from './browser';
import { attackPassword } from './target';

/** To be let in without knowing: codes, passwords, and keeping the owner out by it. */
export const guesses: Attack[] = [
  {
    name: 'Twenty wrong codes at once: at most five are compared',
    run: (target, rounds) =>
      countGuesses(target, rounds, async () => {
        const { browser, code, form } = await askForCode(target, (await customer(target)).email);
        await parallel(20, () => copyOf(browser).post(form, { code: wrongOf(code) }));
        const last = copyOf(browser);
        await last.post(form, { code });
        const id = form.hidden.find(([name]) => name === 'challenge')?.[1] ?? '';
        return { id, taken: hasSession(last) ? 1 : 0 };
      }),
  },
  {
    name: 'The right code ten times at once: one session',
    async run(target, rounds) {
      let once = 0;
      await inRounds(rounds, async () => {
        const { id, email } = await customer(target);
        const { browser, code, form } = await askForCode(target, email);
        await parallel(10, () => copyOf(browser).post(form, { code }));
        if ((await target.db.session.count({ where: { userId: id } })) === 1) once += 1;
      });
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
          if (isSaid('The code is not right', body)) compared += 1;
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
      const compared = answers.filter((body) => isSaid('is not right', body)).length;
      return { held: compared <= 50, detail: `${compared} of 60 tries were compared` };
    },
  },
];
