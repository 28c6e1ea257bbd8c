import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkAudit, readFindings } from './audit.mjs';

const answer = (severity: string) =>
  JSON.stringify({
    vulnerabilities: {
      left: { name: 'left', severity, range: '<2.0.1', fixAvailable: { name: 'left', version: '2.0.1' } },
      pad: { name: 'pad', severity: 'moderate', range: '*', fixAvailable: false },
    },
  });

test.each(['high', 'critical'])('a %s weakness is named with its package and what mends it', (severity) => {
  expect(readFindings(answer(severity))).toEqual([
    `left <2.0.1 has a ${severity} weakness: left 2.0.1 mends it.`,
  ]);
});

test('what is less than high does not stop a commit', () => {
  expect(readFindings(answer('low'))).toEqual([]);
});

test.each(['', '<html>', '{"error":{"summary":""},"statusCode":405}', 'null'])(
  'an answer that is no list (%s) is no finding and no all-clear',
  (text) => {
    expect(readFindings(text)).toBeNull();
  },
);

describe('npm itself, asked for real', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  async function checkAgainst(listener: RequestListener) {
    const registry = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => registry.once('listening', resolve));
    const { port } = registry.address() as AddressInfo;
    vi.stubEnv('npm_config_registry', `http://127.0.0.1:${port}/`);
    try {
      return await checkAudit();
    } finally {
      registry.closeAllConnections();
      registry.close();
    }
  }

  test('leaves the check out where the registry refuses to answer', async () => {
    const counts = await checkAgainst((_, response) => response.writeHead(405).end('{}'));
    expect(counts).toEqual({ passed: 0, failed: 0, skipped: 1 });
    expect(console.log).toHaveBeenCalledWith(expect.stringMatching(/left out/));
  });

  test('leaves it out where nobody answers', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    expect(await checkAudit()).toEqual({ passed: 0, failed: 0, skipped: 1 });
  });

  test('fails by a package of production that the registry knows a critical weakness of', async () => {
    const advisory = { id: 1, url: 'https://example.com/1', title: 'Bad', severity: 'critical', cwe: [] };
    const counts = await checkAgainst((request, response) => {
      const isBulk = request.url!.endsWith('/advisories/bulk');
      const answer = isBulk
        ? { pg: [{ ...advisory, vulnerable_versions: '*', cvss: { score: 9.8, vectorString: null } }] }
        : { name: decodeURIComponent(request.url!.slice(1)), versions: {}, 'dist-tags': {} };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^✗ pg .*has a critical weakness/));
  });
});
