import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@/lib/db/client';
import { standInAccount, startTwilioStandIn } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { startVonageStandIn, vonageKeys } from '@/lib/delivery/providers/stand-ins/vonage-stand-in';
import { queueCodes } from '../queue-messages';
import { both, type Row, until } from './figures';
import { withWorkers } from './workers';

/** The first vendor hangs, in every row anew: what is known of its trouble is forgotten all the time. */
export async function measureFailOver(db: Database, url: string, failOvers: number, row: Row): Promise<void> {
  const twilio = await startTwilioStandIn();
  const vonage = await startVonageStandIn();
  const environment = {
    ...{ SMS_PROVIDER: 'twilio,vonage', EMAIL_PROVIDER: 'none' },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, TWILIO_BASE_URL: twilio.url },
    ...{
      VONAGE_API_KEY: vonageKeys.apiKey,
      VONAGE_API_SECRET: vonageKeys.apiSecret,
      VONAGE_BASE_URL: vonage.url,
    },
  };
  await withWorkers(url, environment, 1, async () => {
    // Loading the vendor's SDK is part of the first message and of no other.
    await queueCodes(db, ['+12025550100'], { channel: 'sms' });
    await until(() => twilio.messages.length > 0);
    const samples: Promise<number>[] = [];
    for (let index = 0; index < failOvers; index++) {
      const to = `+1202555${String(1000 + index)}`;
      twilio.failNext('hang');
      const started = performance.now();
      await queueCodes(db, [to], { channel: 'sms' });
      await db.providerHealth.deleteMany();
      const arrived = until(() => vonage.texts.some((text) => text.to === to));
      samples.push(arrived.then(() => performance.now() - started));
      await wait(300);
    }
    row('**from the request to the second vendor, the first one hangs**', both(await Promise.all(samples)));
  });
  await twilio.close();
  await vonage.close();
}
