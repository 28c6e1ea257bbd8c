import { describe, expect, it } from 'vitest';
import { maskAddress } from './mask-address';

describe('maskAddress', () => {
  it.each([
    ['email', 'test@example.com', 't•••••@e•••••.com'],
    ['email', 't@e.com', 't•••••@e•••••.com'],
    ['email', 'a.very.long.name@mail.example.co.uk', 'a•••••@m•••••.uk'],
    ['email', 'root@localhost', 'r•••••@l•••••'],
    ['email', '😀ann@example.com', '😀•••••@e•••••.com'],
    ['sms', '+919876543210', '+91 ••••• ••210'],
    ['whatsapp', '+1234567890', '+1 ••••• ••890'],
    ['voice', '+999123456789', '+• ••••• ••789'],
  ] as const)('masks %s to %s', (channel, address, masked) => {
    expect(maskAddress(channel, address)).toBe(masked);
  });
});
