import { fail, ok, type Result } from '@/lib/result';
import { parseJson } from './parse-json';
import { readLimited } from './read-limited';

/** Nothing that we take is longer than a password and some names. */
const largestBytes = 16 * 1024;

export type BodyFailure = 'body_too_large' | 'media_type_unsupported' | 'request_invalid';

/** The JSON value of a request's body, which may have been read already. */
export async function readJsonBody(request: Request, read?: Buffer): Promise<Result<unknown, BodyFailure>> {
  if (!isMediaType(request, 'application/json')) return fail('media_type_unsupported');
  const text = await readText(request, read);
  if (!text.ok) return text;
  const parsed = parseJson(text.value);
  return parsed ? ok(parsed.value) : fail('request_invalid');
}

/** The fields of a form, each at most once. */
export async function readFormBody(request: Request): Promise<Result<Record<string, string>, BodyFailure>> {
  if (!isMediaType(request, 'application/x-www-form-urlencoded')) return fail('media_type_unsupported');
  const text = await readText(request);
  if (!text.ok) return text;
  const fields = [...new URLSearchParams(text.value)];
  const sound = fields.every(([name, value]) => !`${name}${value}`.includes('\0') && name !== '__proto__');
  const unique = new Set(fields.map(([name]) => name)).size === fields.length;
  return sound && unique ? ok(Object.fromEntries(fields)) : fail('request_invalid');
}

/** Only UTF-8, and only this type: a form of another site cannot send JSON without asking first. */
function isMediaType(request: Request, wanted: string): boolean {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  return (
    type.trim() === wanted && parameters.every((parameter) => /^\s*charset="?utf-8"?\s*$/.test(parameter))
  );
}

async function readText(request: Request, read?: Buffer): Promise<Result<string, BodyFailure>> {
  if (Number(request.headers.get('content-length') ?? 0) > largestBytes) return fail('body_too_large');
  const bytes = read ?? (await readLimited(request, largestBytes));
  if (bytes === null || bytes.length > largestBytes) return fail('body_too_large');
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('request_invalid');
  }
}
