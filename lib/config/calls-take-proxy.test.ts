import { expect, test } from 'vitest';
import { callsTakeProxy } from './calls-take-proxy';

test.each([
  [{ NODE_USE_ENV_PROXY: '1' }, [], true],
  [{ NODE_OPTIONS: '--max-old-space-size=512 --use-env-proxy' }, [], true],
  [{}, ['--use-env-proxy'], true],
  [{ NODE_USE_ENV_PROXY: '0' }, [], false],
  [{ NODE_USE_ENV_PROXY: '' }, [], false],
  // Alone, it is a matter of those that look at it themselves.
  [{ HTTP_PROXY: 'http://proxy.example:3128' }, ['--import', 'tsx'], false],
])('with %j and %j: %s', (env, flags, takes) => {
  expect(callsTakeProxy(env, flags)).toBe(takes);
});
