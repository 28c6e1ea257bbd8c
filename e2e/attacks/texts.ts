import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localhostCertificate } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
import { standInAccount } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';

export interface Texts {
  /** What the server under attack is told of its vendor. */
  settings: Record<string, string>;
  close(): Promise<void>;
}

/** A vendor of texts in a process of its own (texts-apart.ts), with a certificate that the server trusts. */
export async function startTextsApart(folder: string): Promise<Texts> {
  const child = fork('e2e/attacks/texts-apart.ts', { execArgv: ['--import', 'tsx'] });
  const [url] = (await once(child, 'message')) as [string];
  const ended = once(child, 'exit');
  const certificate = join(folder, 'vendor.pem');
  writeFileSync(certificate, localhostCertificate);
  return {
    settings: {
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: standInAccount.accountSid,
      TWILIO_AUTH_TOKEN: standInAccount.authToken,
      TWILIO_PHONE_NUMBER: standInAccount.from,
      TWILIO_BASE_URL: url,
      NODE_EXTRA_CA_CERTS: certificate,
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
