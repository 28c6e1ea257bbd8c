import { type Attack, askForCode, copyOf, customer, hasSession, sessionName } from './attack';
import { Browser } from './browser';

/** What was got for one thing, used for another; and what was given, changed. */
export const misuses: Attack[] = [
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
        for (const index of spreadPlaces(value.length)) {
          tried += 1;
          const changed = changeAt(value, index);
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
    name: 'Every part of every hidden field changed',
    async run(target) {
      const { id, email } = await customer(target);
      const { browser, code, form } = await askForCode(target, email);
      const counts = { changed: 0, letIn: 0, failed: 0 };
      // By this one Next finds the form that a message belongs to; nothing of ours reads it.
      const fields = form.hidden.filter(([name]) => name !== '$ACTION_KEY');
      for (const [name, value] of fields) {
        for (const index of spreadPlaces(value.length)) {
          const desk = copyOf(browser);
          const { status } = await desk.post(form, { code, [name]: changeAt(value, index) });
          counts.changed += 1;
          if (hasSession(desk)) counts.letIn += 1;
          if (status >= 500) counts.failed += 1;
        }
      }
      await browser.post(form, { code });
      const ready = (await browser.get('/api/ready')).status;
      const sessions = await target.db.session.count({ where: { userId: id } });
      return {
        held:
          counts.letIn === 0 && counts.failed === 0 && ready === 200 && hasSession(browser) && sessions === 1,
        detail: `${counts.changed} changes of ${fields.length} fields: ${counts.letIn} signed in, ${counts.failed} answered with 5xx; untouched it signs in`,
      };
    },
  },
];

/** About 120 places of a text, the first and the last among them. */
function spreadPlaces(length: number): Set<number> {
  const all = Math.min(length, 120);
  return new Set(
    Array.from({ length: all }, (_, index) => Math.round((index * (length - 1)) / Math.max(all - 1, 1))),
  );
}

const changeAt = (value: string, index: number) =>
  `${value.slice(0, index)}${value[index] === 'A' ? 'B' : 'A'}${value.slice(index + 1)}`;
