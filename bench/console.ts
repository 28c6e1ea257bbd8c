import { createDatabase } from '@/lib/db/client';
import { getOverview, type Range, ranges } from '@/lib/flows/console/get-overview';
import { searchCustomers } from '@/lib/flows/console/search-customers';
import { describeMachine, milliseconds, percentile } from './figures';

const runs = Number(process.env.RUNS ?? 60);

/**
 * `DATABASE_URL=… npm run bench -- console`: how long the console reads, on a database that scripts/simulate-traffic.ts
 * has filled, as Markdown on standard output.
 */
export async function run(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('Set DATABASE_URL to a database that scripts/simulate-traffic.ts has filled.');
  const db = createDatabase(url);
  const [sizes] = await db.$queryRaw<{ customers: number; codes: number; cells: number }[]>`
    SELECT (SELECT count(*)::int FROM "User") AS "customers", (SELECT count(*)::int FROM "Otp") AS "codes",
           (SELECT count(*)::int FROM "FunnelHour") AS "cells"`;
  console.log(
    `${describeMachine()}; ${sizes!.customers} customers, ${sizes!.codes} codes, ${sizes!.cells} closed cells.\n`,
  );
  console.log('| what | median | p95 |\n| --- | --- | --- |');
  for (const range of Object.keys(ranges) as Range[]) {
    await measure(`overview, ${ranges[range].label.toLowerCase()}`, () => getOverview({ db }, { range }));
  }
  await measure('overview, last 30 days, SMS to +91', () =>
    getOverview({ db }, { range: 'month', channel: 'sms', country: '+91' }),
  );
  const searches = [
    'sharma',
    'asha.rao12',
    '+91900',
    '4321@',
    'priya okafor',
    'no such customer',
    'example.org',
  ];
  for (const text of searches) await measure(`search “${text}”`, () => searchCustomers({ db }, { text }));
  await measure('the newest customers', () => searchCustomers({ db }, {}));
  await measure('the newest of one type', () => searchCustomers({ db }, { type: 'Business' }));
  await db.$disconnect();
}

async function measure(name: string, task: () => Promise<unknown>): Promise<void> {
  await task();
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) {
    const start = performance.now();
    await task();
    times.push(performance.now() - start);
  }
  console.log(
    `| ${name} | ${milliseconds(percentile(times, 0.5))} | ${milliseconds(percentile(times, 0.95))} |`,
  );
}
