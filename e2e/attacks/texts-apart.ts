import { constants, setPriority } from 'node:os';
import { startTwilioStandIn } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';

// For texts.ts: a vendor of texts, over TLS, in a process of its own. It is another machine in life, so it takes no processor
// from what is measured here.
setPriority(constants.priority.PRIORITY_LOW);
const vendor = await startTwilioStandIn({ tls: true, delayMs: Number(process.argv[2]) });
process.once('disconnect', () => process.exit());
process.send?.(vendor.url);
