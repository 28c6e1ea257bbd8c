import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';

export interface Price {
  provider: string;
  /** Country code such as `+91`, `email`'s and all others: `*`. */
  country: string;
  amount: number;
  currency: string;
}

/** The price table, by provider and country. */
export async function findPrices({ db }: Deps): Promise<Price[]> {
  return db.$queryRaw<Price[]>`
    SELECT "provider", "country", ("micros" / 1000000.0)::float8 AS "amount", "currency" FROM "MessagePrice"
     ORDER BY "provider", "country"`;
}

/** Sets one price; an empty amount takes it off the table. */
export async function setPrice(
  { db }: Deps,
  input: { provider: string; country: string; amount: string; currency: string; actor: string },
): Promise<Result<null, 'price_malformed'>> {
  const country = input.country.trim() || '*';
  const amount = input.amount.trim().replace(',', '.');
  const currency = input.currency.trim().toUpperCase();
  if (!/^(\*|\+[1-9]\d{0,2})$/.test(country)) return fail('price_malformed');
  if (amount !== '' && (!/^\d{1,4}(\.\d{1,6})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)))
    return fail('price_malformed');
  await db.$transaction(async (tx) => {
    if (amount === '') {
      await tx.$executeRaw`DELETE FROM "MessagePrice" WHERE "provider" = ${input.provider} AND "country" = ${country}`;
    } else {
      await tx.$executeRaw`
        INSERT INTO "MessagePrice" ("provider", "country", "micros", "currency")
        VALUES (${input.provider}, ${country}, ${Math.round(Number(amount) * 1_000_000)}::bigint, ${currency})
        ON CONFLICT ("provider", "country") DO UPDATE
           SET "micros" = EXCLUDED."micros", "currency" = EXCLUDED."currency", "updatedAt" = now()`;
    }
    await recordEvent(tx as Database, {
      type: 'admin_action',
      actor: input.actor,
      data: { kind: 'price', provider: input.provider, country, amount, currency },
    });
  });
  return ok(null);
}
