import type { VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import type { Visitor } from '@/lib/flows/deps';
import { signInByCode } from '@/lib/flows/sign-in-by-code';
import { ok, type Result } from '@/lib/result';
import type { FormAnswer } from './action';
import { arrive } from './arrive';
import { signInWithSession } from './auth';
import { getDeps } from './deps';
import { prepareDevice } from './device-cookie';
import { type FlowState, ownerOf } from './flow-cookie';
import { signInWithGrant } from './sign-in-with-grant';

/**
 * Signs in by the code that was typed, in one step. Where more is wanted than the code, its grant leads on (signInWithGrant),
 * as it does after every other first factor.
 */
export async function signInWithCode(
  flow: FlowState & { challengeId: string },
  typed: string,
  visitor: Visitor,
): Promise<Result<FormAnswer, VerifyFailure | 'limited' | 'code_malformed', VerifyExtra>> {
  const device = await prepareDevice();
  const result = await signInByCode(getDeps(), {
    id: flow.challengeId,
    typed,
    owner: ownerOf(flow),
    visitor: { ...visitor, deviceHash: device.hash },
  });
  if (!result.ok) return result;
  const { signedIn } = result.value;
  if (!signedIn) return ok(await signInWithGrant(flow, result.value.grant));
  await device.keep();
  await signInWithSession(signedIn);
  return arrive(flow, signedIn.locale);
}
