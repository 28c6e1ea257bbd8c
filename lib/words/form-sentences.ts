import type { CustomerText } from '@/lib/schemas/public-text';
import type { Language } from './languages';
import { sentence } from './sentence';

/** What each schema of lib/schemas may say in the browser. A form gets these, and no other sentence. */
export const formSentences = {
  identifier: ['empty', 'unrecognised'],
  signIn: ['empty', 'unrecognised', 'password_required', 'sign_in_failed'],
  register: [
    'email_malformed',
    'phone_malformed',
    'name_too_long',
    'address_required',
    'password_required',
    'too_long',
  ],
  chooseMethod: ['channel_required'],
  code: ['code_malformed'],
  newPassword: ['password_required', 'too_long', 'passwords_differ'],
} as const satisfies Record<string, readonly CustomerText[]>;

/** Sentence by id, for a form that is checked in the browser. */
export function sentencesFor(form: keyof typeof formSentences, language: Language): Record<string, string> {
  return Object.fromEntries(formSentences[form].map((id) => [id, sentence(language, id)]));
}
