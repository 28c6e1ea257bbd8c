import { describe, expect, it } from 'vitest';
import { clientSubject } from '@/lib/limits/client-subject';
import { describeClient } from './describe-client';

describe('the address of a client', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:db8::9', '2001:db8::'],
    ['not one', null],
  ])('%s reads as %s', (address, shown) => {
    expect(describeClient(clientSubject(address))).toBe(shown);
  });

  it('is not there where none was kept', () => {
    expect(describeClient(null)).toBeNull();
  });
});
