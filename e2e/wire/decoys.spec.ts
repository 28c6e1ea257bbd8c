import { randomEmail } from '../fixtures/customer';
import { mask, maskIds } from '../fixtures/mask-ids';
import { expect, randomClientAddress, test } from '../fixtures/test';
import type { Watch } from '../fixtures/watch';
import type { Site } from '../pages/site';

/** From the first page to a wrong guess and a refresh; `note` is called on each page. */
async function walk(site: Site, address: string, note: () => Promise<unknown>): Promise<void> {
  await site.forgotPassword.open();
  await note();
  await site.forgotPassword.submit(address);
  await site.chooseMethod.expectOpen();
  await note();
  await site.chooseMethod.submit('Email');
  await site.verify.expectOpen();
  await note();
  await site.verify.submit('271828');
  await site.verify.expectText('The code is not right. 4 attempts left.');
  await note();
  await site.verify.open();
  await site.verify.expectText('4 attempts left.');
  await note();
}

/** Every answer to the walk. A browser forgets a body when it moves on: each is read first. */
async function listAnswers(site: Site, address: string, watch: Watch): Promise<string[]> {
  const before = (await watch.listExchanges()).length;
  await walk(site, address, () => watch.listExchanges());
  return (await watch.listExchanges()).slice(before).map(maskIds);
}

/** What a browser with script makes of them. The answers themselves come in pieces whose order is a matter of time. */
async function listPages(site: Site, address: string, watch: Watch): Promise<string[]> {
  const before = (await watch.listExchanges()).length;
  const pages: string[] = [];
  await walk(site, address, async () => {
    await site.page.waitForLoadState();
    pages.push(mask(await site.page.locator('main').innerHTML()));
  });
  const answers = (await watch.listExchanges()).slice(before);
  return [...pages, ...answers.map(({ method, url, status }) => `${method} ${url} ${status}`)];
}

for (const { javaScriptEnabled, title, list, draws } of [
  { javaScriptEnabled: false, title: 'byte for byte', list: listAnswers, draws: 4 },
  { javaScriptEnabled: true, title: 'with script too', list: listPages, draws: 2 },
]) {
  test.describe(() => {
    test.use({ javaScriptEnabled });
    test(`the answers for an unknown address are those for a known one, ${title}`, async ({
      addCustomer,
      openOtherBrowser,
      watch,
    }) => {
      test.slow();
      // The mask shows the first letter and the domain.
      const makeEmail = () => `q${randomEmail()}`;
      // Some unknown addresses are offered SMS, and look like customers with a phone; the others like those without.
      const customers = [
        await addCustomer({ email: makeEmail() }),
        await addCustomer({ email: makeEmail(), phone: null }),
      ];
      // Each from another network: one that asks for so many codes would be asked for a proof of work.
      const openAnywhere = async () => {
        const site = await openOtherBrowser();
        await site.page.context().setExtraHTTPHeaders({ 'x-forwarded-for': randomClientAddress() });
        return site;
      };
      const known: string[][] = [];
      for (const { email } of customers) known.push(await list(await openAnywhere(), email, watch));
      // The ways in their order, with the country of the phone. Some decoys prefer another way, or are from abroad.
      const shape = (answers: string[]) =>
        [...new Set(answers.join('\n').match(/value="(email|sms|whatsapp|voice)"|\+\d{1,3} •/g))].join(' ');
      const byShape = new Map(known.map((answers) => [shape(answers), answers]));
      expect(byShape.size).toBe(2);
      let compared = 0;
      for (let drawn = 0; compared < draws; drawn += 1) {
        expect(drawn, 'most decoys are of the usual kinds').toBeLessThan(draws + 6);
        const answers = await list(await openAnywhere(), makeEmail(), watch);
        const alike = byShape.get(shape(answers));
        if (!alike) continue;
        expect(answers).toEqual(alike);
        compared += 1;
      }
    });
  });
}
