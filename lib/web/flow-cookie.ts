import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import type { Identifier } from '@/lib/accounts/parse-identifier';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { Purpose } from '@/lib/codes/purposes';
import { getKey, listKeys } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';
import type { Channel } from '@/lib/delivery/channel';

/** Where a browser stands in a flow. Nothing of it is in an address bar, and no step can be skipped or reordered. */
export interface FlowState {
  /** `check`: somebody who is signed in shows again that it is them. */
  flow: 'password_reset' | 'login' | 'registration' | 'second_factor' | 'verification' | 'check';
  /** Binds challenges and grants to this browser. */
  secret: string;
  identifier?: Identifier;
  challengeId?: string;
  maskedTo?: string;
  /** How the code of the second factor, or of a check, went out. */
  channel?: Channel;
  /** The grant that the last right answer earned. */
  grant?: string;
  /** A path on our own origin. */
  returnTo?: string;
  /** Said once on the next page. */
  notice?: 'password_set' | 'signed_out' | 'expired';
}

const lifeSeconds = 60 * 60;
/** Every sealed state has one of few sizes, so that its length tells nothing about an account. */
const paddingBytes = 768;

function cookieName(): string {
  return getSettings().appUrl.protocol === 'https:' ? '__Host-latchkey.flow' : 'latchkey.flow';
}

/** The state of this browser's flow, or null: none, expired or tampered with. */
export async function readFlow(): Promise<FlowState | null> {
  const sealed = (await cookies()).get(cookieName())?.value;
  return sealed ? openFlow(sealed) : null;
}

/** Starts a flow afresh. The browser keeps its secret over flows, so that older challenges of it can be replaced. */
export async function startFlow(state: Omit<FlowState, 'secret'>): Promise<FlowState> {
  const former = await readFlow();
  const started = { ...state, secret: former?.secret ?? randomBytes(24).toString('base64url') };
  await writeFlow(started);
  return started;
}

export async function writeFlow(state: FlowState): Promise<void> {
  (await cookies()).set(cookieName(), sealFlow(state), {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: lifeSeconds,
  });
}

export async function clearFlow(): Promise<void> {
  (await cookies()).set(cookieName(), '', {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: 0,
  });
}

export function ownerOf(state: Pick<FlowState, 'secret'>): ChallengeOwner {
  return { browserHash: createHash('sha256').update(state.secret).digest(), clientId: null };
}

/** AES-256-GCM over the padded state with its time of writing. */
export function sealFlow(state: FlowState, now = Date.now()): string {
  const json = Buffer.from(JSON.stringify({ ...state, at: now }));
  const size = Math.ceil((json.length + 1) / paddingBytes) * paddingBytes;
  const padded = Buffer.alloc(size, 0x20);
  json.copy(padded);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', getKey('cookie').bytes, nonce);
  return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** @returns null for anything that was not sealed here within the hour. */
export function openFlow(sealed: string, now = Date.now()): FlowState | null {
  const bytes = Buffer.from(sealed, 'base64url');
  // A second spelling of the same bytes is somebody's experiment.
  if (bytes.length < 12 + 16 + paddingBytes || bytes.toString('base64url') !== sealed) return null;
  for (const key of listKeys('cookie')) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      const json = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
      const { at, ...state } = JSON.parse(json) as FlowState & { at: number };
      return now - at <= lifeSeconds * 1000 && at <= now + 60_000 ? state : null;
    } catch {
      // The next key may fit: the secret was rotated while the flow was open.
    }
  }
  return null;
}

const starts: Record<FlowState['flow'], string> = {
  password_reset: '/forgot-password',
  login: '/login',
  registration: '/register',
  second_factor: '/login',
  verification: '/account',
  check: '/account/confirm',
};

/** The page where a flow begins: whoever comes to a later one without its state is sent there. */
export function flowStart(flow: FlowState | null): string {
  return flow ? starts[flow.flow] : '/login';
}

/** What a code of this flow is for. */
export function flowPurpose({ flow }: FlowState): Purpose {
  return flow === 'check' ? 'verification' : flow;
}
