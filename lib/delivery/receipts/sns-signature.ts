import { verify, X509Certificate } from 'node:crypto';
import type { AwsSettings } from '@/lib/config/vendor-settings';
import { isRecent } from './equal-texts';

/** What SNS posts (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html). */
export interface SnsEnvelope {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  MessageId: string;
  TopicArn: string;
  Message: string;
  Timestamp: string;
  SignatureVersion: string;
  Signature: string;
  SigningCertURL: string;
  Subject?: string;
  SubscribeURL?: string;
  Token?: string;
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Hosts of AWS itself. Anything else could be an attacker's certificate, or a machine inside our network. */
const awsHost = /^sns\.[a-z0-9-]{3,24}\.amazonaws\.com(\.cn)?$/;
const certificateName = 'sns.amazonaws.com';
const fetchTimeoutMs = 5_000;
const certificates = new Map<string, X509Certificate>();

/** Whether an address is SNS's own: https on its host, or on the one that AWS_ENDPOINT_URL names. */
export function isSnsUrl(typed: string, aws: AwsSettings): boolean {
  if (!URL.canParse(typed)) return false;
  const url = new URL(typed);
  if (aws.baseUrl !== null && url.origin === new URL(aws.baseUrl).origin) return true;
  return url.protocol === 'https:' && url.port === '' && url.username === '' && awsHost.test(url.hostname);
}

/**
 * Whether SNS signed this, lately, for a topic of ours. Written against
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html. Retries of SNS keep their first time:
 * its longest policy ends within the hour.
 */
export async function isSignedBySns(message: SnsEnvelope, aws: AwsSettings, now: Date): Promise<boolean> {
  const fields = signedFields[message.Type];
  const algorithm = { 1: 'sha1', 2: 'sha256' }[message.SignatureVersion];
  if (!fields || !algorithm || !aws.topicArns.includes(message.TopicArn)) return false;
  const at = new Date(message.Timestamp);
  const oldest = new Date(now.getTime() - 60 * 60_000);
  if (Number.isNaN(at.getTime()) || at < oldest || (at > now && !isRecent(at, now))) return false;
  if (!isSnsUrl(message.SigningCertURL, aws) || !new URL(message.SigningCertURL).pathname.endsWith('.pem'))
    return false;
  const certificate = await getCertificate(message.SigningCertURL);
  if (!certificate || !isFit(certificate, now)) return false;
  const signed = fields
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
  return verify(
    algorithm,
    Buffer.from(signed),
    certificate.publicKey,
    Buffer.from(message.Signature, 'base64'),
  );
}

function isFit(certificate: X509Certificate, now: Date): boolean {
  const named =
    certificate.checkHost(certificateName) !== undefined ||
    /(^|\n)CN=sns\.amazonaws\.com($|\n)/.test(certificate.subject);
  return named && new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);
}

async function getCertificate(url: string): Promise<X509Certificate | null> {
  const kept = certificates.get(url);
  if (kept) return kept;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (!response.ok) return null;
    const certificate = new X509Certificate((await response.text()).slice(0, 16_384));
    if (certificates.size > 20) certificates.clear();
    certificates.set(url, certificate);
    return certificate;
  } catch {
    return null;
  }
}
