import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { ZodMiniType } from 'zod/mini';

/** A press waits for its check no longer than this. */
const patienceMs = 3_000;

/**
 * Lets react-hook-form ask a schema of lib/schemas. The schema, and zod with it (17 KB), is loaded when there is first
 * something to validate, so pages are not slower for it. Where it cannot be loaded, or not soon, the server alone decides.
 * `sentences` has what the schema may say, in the language of the page.
 */
export function schemaResolver<Values extends FieldValues>(
  load: () => Promise<ZodMiniType<unknown, unknown>>,
  sentences: Readonly<Record<string, string>>,
): Resolver<Values> {
  return async (values) => {
    const schema = await Promise.race([load().catch(() => null), wait(patienceMs)]);
    const parsed = schema?.safeParse(values);
    if (!parsed || parsed.success) return { values, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { path, code, message } of parsed.error.issues) {
      errors[path.join('.')] ??= { type: code ?? 'invalid', message: sentences[message] ?? message };
    }
    return { values: {}, errors: errors as FieldErrors<Values> };
  };
}

function wait(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}
