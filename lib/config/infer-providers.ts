import type { Channel, ProviderId } from './delivery-settings';
import { type Env, textSetting } from './read-setting';

type Order = Record<Channel, ProviderId[]>;

/**
 * Completes what the operator did not name: what is configured is used, and where nothing is, demo mode.
 * Half a vendor is a mistake that would otherwise show as a silent channel.
 */
export function inferProviders(
  env: Env,
  problems: string[],
  named: Readonly<Record<Channel, ProviderId[] | null>>,
): Order {
  const inferred: Order = {
    email: named.email ?? inferEmail(env),
    sms: named.sms ?? inferSms(env, problems, named.email ?? inferEmail(env)),
    whatsapp: named.whatsapp ?? inferWhatsapp(env),
    // A call costs more than a text: only by name.
    voice: named.voice ?? [],
  };
  const real = Object.values(inferred).some((order) => order.some((id) => id !== 'development'));
  if (real) return inferred;
  return {
    email: named.email ?? ['development'],
    sms: named.sms ?? ['development'],
    whatsapp: named.whatsapp ?? ['development'],
    voice: inferred.voice,
  };
}

function inferEmail(env: Env): ProviderId[] {
  const has = (name: string) => textSetting(env, name) !== null;
  // A login without a host is SMTP half set: choosing it makes the loader say what is missing.
  if (has('EMAIL_HOST') || has('EMAIL_HOST_USER') || has('EMAIL_HOST_PASSWORD')) return ['smtp'];
  const keys = has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY');
  if (keys && (has('AWS_SES_REGION_NAME') || (has('AWS_REGION') && has('DEFAULT_FROM_EMAIL'))))
    return ['ses'];
  return [];
}

const twilioNames = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
const twilioSenders = ['TWILIO_PHONE_NUMBER', 'TWILIO_FROM_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID'];

function inferSms(env: Env, problems: string[], email: readonly ProviderId[]): ProviderId[] {
  const has = (name: string) => textSetting(env, name) !== null;
  const account = twilioNames.every(has);
  if (account && twilioSenders.some(has)) return ['twilio'];
  const others: [ProviderId, boolean][] = [
    ['twilio-verify', account && has('TWILIO_VERIFY_SERVICE_SID')],
    ['vonage', has('VONAGE_API_KEY') && has('VONAGE_API_SECRET')],
    ['msg91', has('MSG91_AUTH_KEY')],
    // Keys that are there for mail do not mean that texts may cost money.
    [
      'sns',
      !email.includes('ses') && has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY') && has('AWS_REGION'),
    ],
  ];
  const complete = others.filter(([, whole]) => whole).map(([id]) => id);
  if (complete.length === 1) return complete;
  if (complete.length > 1) {
    problems.push(
      `Several SMS vendors are configured (${complete.join(', ')}). Say which with SMS_PROVIDER, in the order to try them.`,
    );
    return [];
  }
  if ([...twilioNames, ...twilioSenders, 'TWILIO_VERIFY_SERVICE_SID'].some(has)) {
    return has('TWILIO_VERIFY_SERVICE_SID') && !twilioSenders.some(has) ? ['twilio-verify'] : ['twilio'];
  }
  if (has('VONAGE_API_KEY') || has('VONAGE_API_SECRET')) return ['vonage'];
  return [];
}

function inferWhatsapp(env: Env): ProviderId[] {
  const has = (name: string) => textSetting(env, name) !== null;
  return twilioNames.every(has) && has('TWILIO_WHATSAPP_CONTENT_SID') ? ['twilio'] : [];
}
