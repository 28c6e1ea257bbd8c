import { buildForTests } from '@/scripts/build-for-tests';
import { runFaults } from './run-faults';

// npm run faults              every fault
// npm run faults -- smtp      those whose name begins so
await buildForTests();
const broken = await runFaults(process.argv[2]);
process.exit(broken === 0 ? 0 : 1);
