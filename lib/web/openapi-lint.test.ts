import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { openApiDocument } from './openapi';

/** A linter that others use, so that ours is not the only opinion on what OpenAPI 3.1 is. */
async function lint(document: object) {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ severity, ruleId, message, location }) => ({
    severity,
    ruleId,
    message,
    where: location[0]?.pointer,
  }));
}

test('a public linter finds neither an error nor a warning in the OpenAPI document', async () => {
  expect(await lint(openApiDocument())).toEqual([]);
});

test('and would find one', async () => {
  const { info, ...rest } = openApiDocument();
  expect(info).toBeDefined();
  expect(await lint(rest)).toContainEqual(expect.objectContaining({ severity: 'error', ruleId: 'struct' }));
});
