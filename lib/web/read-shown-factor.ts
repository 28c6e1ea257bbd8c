import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type * as z from 'zod';
import type { ShownFactor } from '@/lib/flows/start-api-session';
import { fail, ok, type Result } from '@/lib/result';
import type { startSessionSchema } from '@/lib/schemas/api/accounts';
import { readFactorCode } from './read-factor-code';

/** A second factor as a client of the API sends it, in the form in which it is compared. */
export function readShownFactor(
  sent: z.output<typeof startSessionSchema>['second_factor'],
): Result<ShownFactor | undefined, 'code_malformed'> {
  if (sent === undefined) return ok(undefined);
  if ('grant' in sent) return ok({ codeGrant: sent.grant });
  if ('passkey' in sent)
    return ok({ passkey: { ...sent.passkey, clientExtensionResults: {} } as AuthenticationResponseJSON });
  const typed = readFactorCode(sent.way, sent.code);
  return typed.ok ? ok({ way: sent.way, typed: typed.value }) : fail('code_malformed');
}
