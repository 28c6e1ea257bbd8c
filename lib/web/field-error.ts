import type { PublicText, PublicTextParams } from '@/lib/schemas/public-text';
import { type FormAnswer, said } from './action';

/** A form state that says what is wrong with one field, and shows again what was typed (never a secret). */
export function fieldError(
  field: string,
  reason: PublicText,
  typed?: string,
  params?: PublicTextParams,
): FormAnswer {
  return {
    fieldErrors: { [field]: said(reason, params) },
    values: typed === undefined ? undefined : { [field]: typed.slice(0, 300) },
  };
}
