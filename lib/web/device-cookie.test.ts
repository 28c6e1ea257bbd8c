import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';

const mark = randomBytes(32).toString('base64url');
const former = 'the-former-secret-0123456789-abcdefghijkl';

/** The modules of a process that was started with these secrets. */
async function start(secret: string, previous = '') {
  vi.stubEnv('APP_SECRET', secret);
  vi.stubEnv('APP_SECRET_PREVIOUS', previous);
  vi.resetModules();
  return { ...(await import('./device-cookie')), ...(await import('./flow-cookie')) };
}

afterEach(() => vi.unstubAllEnvs());

describe('the mark of a known device', () => {
  it('is read from what was signed here, and from nothing else', async () => {
    const { readMark, signMark } = await start(former);
    const value = signMark(mark);
    expect(readMark(value)).toHaveLength(32);
    for (let index = 0; index < value.length; index += 1) {
      const changed = `${value.slice(0, index)}${value[index] === 'A' ? 'B' : 'A'}${value.slice(index + 1)}`;
      expect(readMark(changed)).toBeNull();
    }
    for (const nonsense of [undefined, '', '.', mark, `${mark}.`, `${value}.x`, ` ${value}`])
      expect(readMark(nonsense)).toBeNull();
  });

  it('is found among other cookies', async () => {
    const { deviceHashFrom, readMark, signMark } = await start(former);
    const headers = new Headers({ cookie: `a=b; latchkey.device=${signMark(mark)}; c=d` });
    expect(deviceHashFrom(headers)).toEqual(readMark(signMark(mark)));
    expect(deviceHashFrom(new Headers())).toBeNull();
  });
});

describe('a new APP_SECRET', () => {
  const state = { flow: 'login', secret: 'x'.repeat(32) } as const;

  it('keeps known devices and flows that are under way, while the former one is configured', async () => {
    const before = await start(former);
    const [device, flow] = [before.signMark(mark), before.sealFlow(state)];
    const after = await start('the-new-secret-0123456789-abcdefghijklmno', former);
    expect(after.readMark(device)).toHaveLength(32);
    expect(after.openFlow(flow)).toMatchObject(state);
    expect(after.signMark(mark)).not.toBe(device);
  });

  it('ends them when it is not', async () => {
    const before = await start(former);
    const [device, flow] = [before.signMark(mark), before.sealFlow(state)];
    const after = await start('the-new-secret-0123456789-abcdefghijklmno');
    expect(after.readMark(device)).toBeNull();
    expect(after.openFlow(flow)).toBeNull();
  });
});
