import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createClient, type LatchkeyClient } from '@/lib/client/client';
import { createDatabase, type Database } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { pickFreePort } from '@/lib/db/postmaster';
import { standInAccount } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import {
  startVendorStandIn,
  type VendorReply,
  type VendorRequest,
  type VendorStandIn,
} from '@/lib/delivery/providers/stand-ins/vendor-stand-in';
import { nginxPath, startNginx } from '../attacks/nginx';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir } from '../fixtures/run';
import { Instance } from './instance';
import { type FaultyMailServer, startFaultyMailServer } from './mail-server';
import { startWire, type Wire } from './wire';

export interface FaultTarget {
  /** nginx before the instances; the first instance where there is no nginx. */
  baseUrl: string;
  instances: Instance[];
  api: LatchkeyClient;
  apiKey: string;
  /** Past the wire: works while the app has no database. */
  db: Database;
  databaseUrl: string;
  /** Between the app and PostgreSQL. */
  wire: Wire;
  mail: FaultyMailServer;
  vendor: VendorStandIn;
  /** In place of Twilio's usual answer, while set. */
  vendorFault: { reply: ((request: VendorRequest) => VendorReply | Promise<VendorReply>) | null };
  folder: string;
  postgres: { pid(): number; stop(): Promise<void>; kill(): Promise<void>; start(): Promise<void> };
  /** What every instance is started with. */
  settings: Record<string, string>;
  /** `alone`: not behind nginx, and so under an address of its own. */
  newInstance(name: string, settings?: Record<string, string>, alone?: boolean): Promise<Instance>;
  addCustomer(): Promise<{ id: string; email: string; phone: string }>;
  stop(): Promise<void>;
}

/**
 * The production build as two servers behind nginx, a PostgreSQL that keeps what it acknowledged, a mail server and a
 * vendor that fail when they are told to.
 */
export async function startFaultTarget(stateDir = join(projectDir, '.data/faults')): Promise<FaultTarget> {
  const folder = join(projectDir, 'test-results/faults');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse())
      await end().catch((error: Error) => console.error(error.message));
  };
  try {
    // Durable, as in earnest: what it has said "yes" to has to be there after a kill.
    let server = await startEmbeddedPostgres({ projectDir, stateDir });
    ends.push(() => server.stop());
    const directUrl = await createMigratedDatabase(server.url, 'faults');
    const db = createDatabase(directUrl);
    ends.push(() => db.$disconnect());
    const wire = await startWire(() => Number(new URL(server.url).port));
    ends.push(() => wire.close());
    const url = new URL(directUrl);
    url.port = String(wire.port);
    const mail = await startFaultyMailServer();
    ends.push(() => mail.close());
    const vendorFault: FaultTarget['vendorFault'] = { reply: null };
    const vendor = await startVendorStandIn((request) => (vendorFault.reply ?? takeText)(request));
    ends.push(() => vendor.close());
    const port = await pickFreePort();
    const settings = {
      APP_URL: `http://localhost:${port}`,
      DATABASE_URL: url.href,
      WEB_CONCURRENCY: '1',
      TRUSTED_PROXIES: '127.0.0.1,::1',
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: String(mail.port),
      EMAIL_USE_TLS: 'False',
      EMAIL_HOST_USER: 'latchkey',
      EMAIL_HOST_PASSWORD: 'only-for-tests',
      DEFAULT_FROM_EMAIL: 'Latchkey <login@example.com>',
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: standInAccount.accountSid,
      TWILIO_AUTH_TOKEN: standInAccount.authToken,
      TWILIO_PHONE_NUMBER: standInAccount.from,
      TWILIO_BASE_URL: vendor.url,
      DEFAULT_PHONE_REGION: 'IN',
      LIMITS: [
        'api_signed_in=10000/1',
        'verifications_per_client=10000/1',
        'sms_per_prefix=10000/1',
        'sends_per_client=10000/1',
        'status_reads_per_client=10000/1',
      ].join(','),
      PROOF_OF_WORK: 'off',
    };
    const newInstance = async (name: string, over: Record<string, string> = {}, alone = false) => {
      const own = await pickFreePort();
      const address = alone ? { APP_URL: `http://localhost:${own}` } : {};
      const instance = new Instance(own, { ...settings, ...over, ...address }, join(folder, `${name}.log`));
      ends.push(() => instance.stop());
      await instance.start();
      return instance;
    };
    const instances = nginxPath
      ? await Promise.all([newInstance('first'), newInstance('second')])
      : [await newInstance('first')];
    if (nginxPath) {
      const ports = instances.map((one) => one.port);
      const nginx = await startNginx(join(folder, 'nginx'), port, ports);
      ends.push(() => nginx.stop());
    }
    const baseUrl = nginxPath ? `http://localhost:${port}` : instances[0]!.baseUrl;
    const { token } = await createApiKey(db, {
      name: 'faults',
      scopes: ['codes', 'accounts'],
      createdBy: 'faults',
    });
    return {
      ...{ baseUrl, instances, db, databaseUrl: directUrl, wire, mail, vendor, vendorFault, folder },
      ...{ settings, newInstance, stop },
      apiKey: token,
      api: createClient({ baseUrl, apiKey: token }),
      addCustomer: () => addCustomerTo(db),
      postgres: {
        pid: () => server.pid,
        stop: () => server.stop(),
        kill: async () => {
          process.kill(server.pid, 'SIGKILL');
          while (server.isAlive()) await wait(20);
        },
        start: async () => {
          server = await startEmbeddedPostgres({ projectDir, stateDir });
        },
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function addCustomerTo(db: Database): Promise<{ id: string; email: string; phone: string }> {
  const email = newEmail();
  const phone = newPhone();
  const { id } = await db.user.create({
    data: { name: 'Asha Rao', email, phone, emailVerifiedAt: new Date(), phoneVerifiedAt: new Date() },
    select: { id: true },
  });
  return { id, email, phone };
}

export const newEmail = () => `f${randomBytes(8).toString('hex')}@example.com`;
let phones = randomBytes(4).readUInt32BE() % 10_000_000;

/** A number that no other customer of the run has. */
export function newPhone(): string {
  phones += 1;
  return `+9198${String(phones).padStart(8, '0')}`;
}

/** 201 as https://www.twilio.com/docs/messaging/api/message-resource shows it. */
export function takeText({ body }: VendorRequest): VendorReply {
  const form = new URLSearchParams(body);
  const sid = `SM${randomBytes(16).toString('hex')}`;
  return {
    status: 201,
    body: { sid, status: 'queued', to: form.get('To'), body: form.get('Body'), error_code: null },
  };
}
