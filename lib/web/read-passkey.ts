import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { newPasskeySchema, passkeyAnswerSchema } from '@/lib/schemas/passkey';
import { textField } from './action';

/** The answer of a passkey in the field `response`, or null for anything else. The library gets nothing but known fields. */
export function readPasskeyAnswer(form: FormData): AuthenticationResponseJSON | null {
  const parsed = passkeyAnswerSchema.safeParse(parseJson(textField(form, 'response')));
  return parsed.success
    ? ({ ...parsed.data, clientExtensionResults: {} } as AuthenticationResponseJSON)
    : null;
}

/** The same for a passkey that was just made. */
export function readNewPasskey(form: FormData): RegistrationResponseJSON | null {
  const parsed = newPasskeySchema.safeParse(parseJson(textField(form, 'response')));
  return parsed.success ? ({ ...parsed.data, clientExtensionResults: {} } as RegistrationResponseJSON) : null;
}

function parseJson(text: string): unknown {
  if (text.length > 50_000) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
