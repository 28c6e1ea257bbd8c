import { setTimeout as wait } from 'node:timers/promises';
import type { VendorFailure, VendorReply } from '@/lib/delivery/providers/stand-ins/vendor-stand-in';
import type { Fault } from './fault';
import { type FaultTarget, newPhone, takeText } from './fault-target';
import { codeIn, recoveryLimitSeconds, secondsSince, show, until } from './flow';
import { untilReady, watchHealth } from './watch-health';

const textsTo = (target: FaultTarget, phone: string) =>
  target.vendor.requests
    .map(({ body }) => new URLSearchParams(body))
    .filter((form) => form.get('To') === phone)
    .map((form) => form.get('Body') ?? '');

/** Asks for a code by text while the vendor fails so; then it works again. */
async function duringVendorFault(
  target: FaultTarget,
  failure: VendorFailure | ((request: Parameters<typeof takeText>[0]) => Promise<VendorReply>),
): Promise<string> {
  const health = watchHealth(target.instances);
  const failing = typeof failure === 'function';
  if (failing) target.vendorFault.reply = failure;
  else target.vendor.failNext(failure);
  const phone = newPhone();
  const began = performance.now();
  const { id } = await target.api.requestCode({ purpose: 'verification', to: phone, channel: 'sms' });
  const answered = secondsSince(began);
  if (answered > 3) throw new Error(`the answer waited ${show(answered)} for the vendor`);
  await until('a failed attempt', 15, () =>
    target.db.deliveryAttempt.findFirst({ where: { delivery: { otpId: id }, outcome: 'failed' } }),
  );
  target.vendorFault.reply = null;
  const repaired = performance.now();
  await until('the text', recoveryLimitSeconds, async () => {
    const sent = await target.db.delivery.findFirst({ where: { otpId: id, state: 'sent' } });
    return sent !== null;
  });
  const recovered = secondsSince(repaired);
  const codes = textsTo(target, phone).map(codeIn);
  if (codes.length < 2) throw new Error(`the vendor was called ${codes.length} times`);
  if (new Set(codes).size !== 1) throw new Error('the repeat carried another code');
  await target.api.checkCode({ id, code: codes[0]! });
  await untilReady(target, 200, 3);
  await health.requireAlive();
  return `answered in ${show(answered)}, called ${codes.length} times with one code; sent ${show(recovered)} after the repair`;
}

const fails = (status: number, headers?: Record<string, string>): VendorReply => ({
  status,
  headers,
  body: { code: status === 429 ? 20429 : 20500, message: 'fault', more_info: '', status },
});

export const vendorFaults: Fault[] = [
  {
    name: 'vendor-500',
    promise: 'The vendor answers 500: tried again, same code',
    run: (target) => duringVendorFault(target, fails(500)),
  },
  {
    name: 'vendor-429',
    promise: 'The vendor answers 429 with Retry-After: asked again after that, same code',
    run: (target) => duringVendorFault(target, fails(429, { 'retry-after': '2' })),
  },
  {
    name: 'vendor-garbage',
    promise: 'The vendor answers 200 with bytes that mean nothing: tried again, same code',
    run: (target) => duringVendorFault(target, { status: 200, body: '\u0000\u0001<\u00ff not an answer' }),
  },
  {
    name: 'vendor-slow',
    promise: 'The vendor answers after 30 s: given up in 10 s, tried again, same code',
    run: (target) =>
      duringVendorFault(target, async (request) => {
        await wait(30_000, undefined, { ref: false });
        return takeText(request);
      }),
  },
  {
    name: 'vendor-loses-connection',
    promise: 'The vendor takes the text and the connection is lost: the repeat carries the same code',
    run: (target) => duringVendorFault(target, 'drop'),
  },
];
