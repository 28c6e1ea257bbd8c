import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The packages are one folder up, shared with the other peer. */
export default { poweredByHeader: false, turbopack: { root }, outputFileTracingRoot: root };
