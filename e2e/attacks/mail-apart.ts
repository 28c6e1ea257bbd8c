import { constants, setPriority } from 'node:os';
import { type MailState, startMail } from './mail';

// For mail.ts: a mail server that its parent tells what to do. It is another machine in life, so it takes no processor from
// what is measured here.
setPriority(constants.priority.PRIORITY_LOW);
const mail = await startMail();
process.on('message', (state: MailState) => mail.set(state));
process.once('disconnect', () => process.exit());
process.send?.(mail.port);
