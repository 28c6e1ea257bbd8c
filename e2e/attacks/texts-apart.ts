import { constants, setPriority } from 'node:os';
import { startTwilioStandIn } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';

// For texts.ts: a vendor of texts, over TLS, in a process of its own. It is another machine in life, and some way off: it takes no
// processor from what is measured here, least of all at the moment at which a call sets out. So it looks at what has come
// only every now and then, and answers after half of that on average.
const lookEveryMs = 40;

setPriority(constants.priority.PRIORITY_LOW);
const vendor = await startTwilioStandIn({ tls: true });
const still = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.wait(still, 0, 0, lookEveryMs), 1);
process.once('disconnect', () => process.exit());
process.send?.(vendor.url);
