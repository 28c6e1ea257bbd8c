import { describe, expect, it } from 'vitest';
import { readRedisAddress } from './redis-address';

const read = (text: string) => {
  const problems: string[] = [];
  return { address: readRedisAddress({ REDIS_URL: text }, problems), problems };
};

describe('readRedisAddress', () => {
  it('is null when nothing is set', () => {
    expect(read(' ')).toEqual({ address: null, problems: [] });
  });

  it('reads one server, with its usual port, a database and a password', () => {
    expect(read('redis://localhost').address).toEqual({
      kind: 'single',
      places: [{ host: 'localhost', port: 6379 }],
      tls: false,
      username: null,
      password: null,
      masterName: null,
      sentinelPassword: null,
      database: 0,
    });
    expect(read('rediss://app:p%40ss%3A@redis.example.com:6380/3').address).toMatchObject({
      places: [{ host: 'redis.example.com', port: 6380 }],
      tls: true,
      username: 'app',
      password: 'p@ss:',
      database: 3,
    });
    expect(read('redis://:secret@[::1]:7000').address).toMatchObject({
      places: [{ host: '::1', port: 7000 }],
      username: null,
      password: 'secret',
    });
  });

  it('reads the servers of a cluster', () => {
    expect(read('redis-cluster://:secret@10.0.0.1:7000,10.0.0.2').address).toMatchObject({
      kind: 'cluster',
      places: [
        { host: '10.0.0.1', port: 7000 },
        { host: '10.0.0.2', port: 6379 },
      ],
    });
  });

  it('reads sentinels and the name of their master', () => {
    expect(read('rediss-sentinel://10.0.0.1,10.0.0.2:26380/mymaster/2').address).toMatchObject({
      kind: 'sentinel',
      places: [
        { host: '10.0.0.1', port: 26379 },
        { host: '10.0.0.2', port: 26380 },
      ],
      tls: true,
      masterName: 'mymaster',
      database: 2,
    });
  });

  it('keeps the password of the sentinels apart from that of the servers', () => {
    const env = { REDIS_URL: 'redis-sentinel://:one@a/mymaster', REDIS_SENTINEL_PASSWORD: 'two' };
    expect(readRedisAddress(env, [])).toMatchObject({ password: 'one', sentinelPassword: 'two' });
  });

  it.each([
    'localhost:6379',
    'http://localhost:6379',
    'redis://',
    'redis://:secret@',
    'redis://localhost:99999',
    'redis://localhost:0',
    'redis://localhost/x',
    'redis://a,b',
    'redis://[::1',
    'redis://[nonsense]:6379',
    'redis://:%zz@localhost',
    'redis-cluster://a,b/1',
    'redis-cluster://a,,b',
    'redis-sentinel://a,b',
    'redis-sentinel://a/mymaster/0/1',
    'redis://:two@signs@localhost',
  ])('refuses %s, in one sentence without the password', (text) => {
    const { address, problems } = read(text);
    expect(address).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^REDIS_URL cannot be read/);
    expect(problems[0]).not.toContain('secret@');
  });
});
