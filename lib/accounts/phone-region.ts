import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getExampleNumber, isSupportedCountry, Metadata } from 'libphonenumber-js/max';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';

/** What the database needs to read national numbers typed into Prisma Studio (the SQL function latchkey_e164). */
export interface PhoneRegion {
  region: string;
  /** Without the plus. */
  callingCode: string;
  /** What is dialled before a national number and is no part of it, or ''. */
  nationalPrefix: string;
  /** A regular expression for JavaScript and for PostgreSQL, without anchors. */
  pattern: string;
  /** For error messages. */
  example: string;
}

/** The typings leave out what the class has. */
interface Plan {
  callingCode(): string;
  /** 0, the number, where there is none (in Italy the zero is dialled from abroad, too). */
  nationalPrefix(): string | 0 | null | undefined;
  nationalNumberPattern(): string;
}

/** The facts of a region, from libphonenumber's metadata; null for a region without a numbering plan. */
export function phoneRegionSetting(region: string): PhoneRegion | null {
  if (!isSupportedCountry(region)) return null;
  const country = region as CountryCode;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan as unknown as Plan;
  return {
    region,
    callingCode: plan.callingCode(),
    nationalPrefix: plan.nationalPrefix() || '',
    pattern: plan.nationalNumberPattern(),
    example: getExampleNumber(country, examples)?.number ?? `+${plan.callingCode()} …`,
  };
}

/** Tells the database the region of DEFAULT_PHONE_REGION, at start; without one it takes only international form. */
export async function storePhoneRegion(
  db: Pick<Database, '$executeRaw'>,
  region: string | null = getSettings().defaultPhoneRegion,
): Promise<void> {
  const facts = region === null ? null : phoneRegionSetting(region);
  if (facts === null) {
    await db.$executeRaw`DELETE FROM "Setting" WHERE "key" = 'phone_region'`;
    return;
  }
  await db.$executeRaw`
    INSERT INTO "Setting" ("key", "value") VALUES ('phone_region', ${JSON.stringify(facts)}::jsonb)
    ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = now()
     WHERE "Setting"."value" <> EXCLUDED."value"`;
}
