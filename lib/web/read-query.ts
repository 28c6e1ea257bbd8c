import type * as z from 'zod';
import { fieldErrors } from './route';

/** The part of the address after the question mark. A name that comes twice has no one meaning, so it is refused. */
export function readQuery<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): { ok: true; value: z.output<Schema> } | { ok: false; errors: Record<string, string> } {
  const pairs = [...new URL(request.url).searchParams];
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    if (name in values) return { ok: false, errors: { [name.slice(0, 64)]: 'Send this once.' } };
    values[name] = value;
  }
  const parsed = schema.safeParse({ ...values });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, errors: fieldErrors(parsed.error) };
}
