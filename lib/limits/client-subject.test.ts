import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientSubject } from './client-subject';

describe('clientSubject', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    [' 192.0.2.7 ', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['[::ffff:192.0.2.7]:443', '192.0.2.7'],
    ['64:ff9b::192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['192.0.2.007', 'unknown'],
    ['192.0.2.1, 10.0.0.1', 'unknown'],
  ])('counts %s under %s', (address, subject) => {
    expect(clientSubject(address)).toBe(subject);
  });

  it('puts every spelling of one network into one bucket, and its neighbour into another', () => {
    const group = fc.integer({ min: 1, max: 0xfffe });
    fc.assert(
      fc.property(
        fc.tuple(group, group, group, group),
        fc.tuple(group, group, group, group),
        (network, host) => {
          const spell = (groups: number[]) => groups.map((value) => value.toString(16));
          const bucket = clientSubject([...spell(network), ...spell(host)].join(':'));
          expect(clientSubject(`${spell(network).join(':')}::`)).toBe(bucket);
          expect(
            clientSubject([...spell(network).map((text) => text.padStart(4, '0')), '0:0:0:1'].join(':')),
          ).toBe(bucket);
          expect(clientSubject([...spell(network), ...spell(host)].join(':').toUpperCase())).toBe(bucket);
          const neighbour = [...network.slice(0, 3), network[3]! + 1];
          expect(clientSubject(`${spell(neighbour).join(':')}::1`)).not.toBe(bucket);
        },
      ),
    );
  });
});
