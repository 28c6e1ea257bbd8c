import type { ResolverOptions } from 'react-hook-form';
import { afterEach, expect, test, vi } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { z } from 'zod/mini';
import { schemaResolver } from './schema-resolver';

const schema = z.object({ name: z.string().check(z.minLength(1, 'name_required')) });
const sentences = { name_required: 'Type your name.' };

function check(load: () => Promise<ZodMiniType<unknown, unknown>>, name: string) {
  const resolve = schemaResolver<{ name: string }>(load, sentences);
  return resolve({ name }, undefined, {} as ResolverOptions<{ name: string }>);
}

afterEach(() => void vi.useRealTimers());

test('says what is wrong in the words of the page', async () => {
  expect(await check(async () => schema, '')).toMatchObject({
    errors: { name: { message: 'Type your name.' } },
  });
  expect(await check(async () => schema, 'Ada')).toMatchObject({ values: { name: 'Ada' }, errors: {} });
});

test('leaves it to the server where the schema cannot be loaded', async () => {
  const refused = () => Promise.reject(new Error('no such file'));
  expect(await check(refused, '')).toEqual({ values: { name: '' }, errors: {} });
});

test('leaves it to the server where the schema does not come: no press waits for it for ever', async () => {
  vi.useFakeTimers();
  const answer = check(() => new Promise(() => {}), '');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await answer).toEqual({ values: { name: '' }, errors: {} });
});
