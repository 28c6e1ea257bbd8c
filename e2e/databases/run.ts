import { buildForTests } from '@/scripts/build-for-tests';
import { tryDatabase } from './try-database';

// npm run databases -- postgresql://user:password@host:5432/postgres [another address …]
// Works in a database latchkey_try beside the one of the address, made anew each time.
const addresses = process.argv.slice(2);
if (addresses.length === 0) {
  console.error('Write addresses: npm run databases -- postgresql://user:password@localhost:5432/postgres');
  process.exit(1);
}
await buildForTests();
let failed = 0;
for (const address of addresses) {
  const place = new URL(address).host;
  await tryDatabase(address).then(
    (done) => console.log(`✓ ${place}  ${done}`),
    (error: Error) => {
      failed += 1;
      console.error(`✗ ${place}  ${error.message}`);
    },
  );
}
process.exit(failed === 0 ? 0 : 1);
