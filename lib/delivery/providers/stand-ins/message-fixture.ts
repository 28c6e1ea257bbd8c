import { type DeliverySettings, loadDeliverySettings } from '@/lib/config/delivery-settings';
import type { RenderedMessage } from '../../messages/rendered-message';

/** For tests of providers: a text with the code 012345. */
export function smsMessage(change: Partial<RenderedMessage> = {}): RenderedMessage {
  return {
    deliveryId: '0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01',
    channel: 'sms',
    to: '+12025550123',
    appName: 'Latchkey',
    locale: 'en',
    subject: '',
    text: 'Your Latchkey verification code is: 012345. Valid for 10 minutes.\n\n@localhost #012345',
    html: null,
    code: '012345',
    minutes: 10,
    ...change,
  };
}

/** Settings as an operator writes them. @throws when they are not complete */
export function deliverySettings(env: Record<string, string>): DeliverySettings {
  const problems: string[] = [];
  const settings = loadDeliverySettings(env, problems, { loopback: true });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return settings;
}
