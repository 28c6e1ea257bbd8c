import { type PublicText, type PublicTextParams, publicText } from '@/lib/schemas/public-text';
import type { FormState } from './action';

/** A form state that says what is wrong with one field, and shows again what was typed (never a secret). */
export function fieldError(
  field: string,
  reason: PublicText,
  typed?: string,
  params?: PublicTextParams,
): FormState {
  return {
    fieldErrors: { [field]: publicText(reason, params) },
    values: typed === undefined ? undefined : { [field]: typed.slice(0, 300) },
  };
}
