import type { AwsSettings } from '@/lib/config/vendor-settings';
import { DeliveryError, type FailureKind, redact, type Suppressing } from '../delivery-error';
import { lookUp } from '../look-up';
import { awsSecrets } from './aws-client';
import { explainNoAnswer, kindOfStatus } from './http-error';
import type { Probe } from './provider';

const keys = 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION; copy them without extra spaces.';

/**
 * Errors of Amazon SNS and SES by their names. Written against
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors,
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors and
 * https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html; names compared with the errors of the SDKs. That the
 * sandbox answers with UserError, and a used-up day with LimitExceeded, those pages do not say: it was not seen. What is
 * not listed goes by the HTTP status.
 */
export const awsFailures: Readonly<Record<string, [FailureKind, remedy: string]>> = {
  // Both
  InvalidClientTokenId: ['auth_failed', keys],
  UnrecognizedClientException: ['auth_failed', keys],
  SignatureDoesNotMatch: ['auth_failed', keys],
  InvalidSignatureException: ['auth_failed', keys],
  InvalidSecurity: ['auth_failed', keys],
  InvalidSecurityException: ['auth_failed', keys],
  IncompleteSignature: ['auth_failed', keys],
  MissingAuthenticationToken: ['auth_failed', keys],
  ExpiredToken: ['auth_failed', 'AWS_SESSION_TOKEN has expired.'],
  ExpiredTokenException: ['auth_failed', 'AWS_SESSION_TOKEN has expired.'],
  RequestExpired: ['auth_failed', 'The clock of this machine is wrong: AWS finds the request too old.'],
  NotAuthorized: ['auth_failed', 'The AWS user may not do this: allow sns:Publish or ses:SendEmail.'],
  OptInRequired: ['auth_failed', 'The AWS account has not turned this service or region on.'],
  AccessDenied: ['auth_failed', 'The AWS user may not do this: allow sns:Publish or ses:SendEmail.'],
  AccessDeniedException: ['auth_failed', 'The AWS user may not do this: allow sns:Publish or ses:SendEmail.'],
  Throttling: ['rate_limited', 'Too many requests to AWS.'],
  ThrottlingException: ['rate_limited', 'Too many requests to AWS.'],
  InternalFailure: ['unavailable', 'AWS has an internal error.'],
  ServiceUnavailable: ['unavailable', 'AWS is out of order.'],
  // SNS
  AuthorizationError: ['auth_failed', 'The AWS user may not do this: allow sns:Publish.'],
  AuthorizationErrorException: ['auth_failed', 'The AWS user may not do this: allow sns:Publish.'],
  InvalidParameter: [
    'invalid_address',
    'The number is not valid. It has to be + and the country code first, like +12025551234.',
  ],
  InvalidParameterException: [
    'invalid_address',
    'The number is not valid. It has to be + and the country code first, like +12025551234.',
  ],
  ParameterValueInvalid: ['rejected', 'A setting of the text is not valid. Check AWS_SNS_SENDER_ID.'],
  InvalidParameterValueException: [
    'rejected',
    'A setting of the text is not valid. Check AWS_SNS_SENDER_ID.',
  ],
  OptedOut: ['rejected', 'The owner of the number has answered STOP.'],
  OptedOutException: ['rejected', 'The owner of the number has answered STOP.'],
  UserError: [
    'rejected',
    'The number is not verified: the SMS sandbox sends only to verified ones. Verify it, or leave the sandbox.',
  ],
  UserErrorException: [
    'rejected',
    'The number is not verified: the SMS sandbox sends only to verified ones. Verify it, or leave the sandbox.',
  ],
  Throttled: ['rate_limited', 'Too many texts for the account, or its monthly spending limit is reached.'],
  ThrottledException: [
    'rate_limited',
    'Too many texts for the account, or its monthly spending limit is reached.',
  ],
  InternalError: ['unavailable', 'AWS has an internal error.'],
  InternalErrorException: ['unavailable', 'AWS has an internal error.'],
  // SES
  AccountSuspendedException: ['auth_failed', 'The SES account is suspended.'],
  SendingPausedException: ['auth_failed', 'Sending is paused for this account or configuration set.'],
  MailFromDomainNotVerifiedException: ['auth_failed', 'The sending domain is not verified in SES.'],
  NotFoundException: [
    'auth_failed',
    'SES does not know this identity or AWS_SES_CONFIGURATION_SET in this region.',
  ],
  MessageRejected: [
    'rejected',
    'SES refuses this mail. In the sandbox sender and receiver have to be verified in this region.',
  ],
  BadRequestException: ['invalid_address', 'SES finds the address or the mail not valid.'],
  LimitExceededException: ['rate_limited', 'The daily limit of the SES account is used up.'],
  TooManyRequestsException: ['rate_limited', 'More mails a second than the SES account may send.'],
};

const suppressing: Readonly<Record<string, Suppressing>> = {
  OptedOut: 'stopped',
  OptedOutException: 'stopped',
};

export interface AwsFault extends Error {
  $metadata?: { httpStatusCode?: number };
  $retryable?: unknown;
  Code?: string;
  code?: string;
}

export function explainAws(
  vendor: string,
  error: AwsFault,
  secrets: Parameters<typeof redact>[1],
): DeliveryError {
  const status = error.$metadata?.httpStatusCode;
  const name = error.Code ?? error.name;
  const listed = lookUp(awsFailures, name) ?? lookUp(awsFailures, error.name);
  const words = redact(error.message, secrets);
  if (listed) {
    const suppress = lookUp(suppressing, name) ?? null;
    return new DeliveryError(listed[0], { vendorCode: name, detail: `${listed[1]} (${words})`, suppress });
  }
  if (status === undefined) return explainNoAnswer(vendor, error, secrets);
  // An answer that could not be read, with a status that says all is well, is a fault of theirs.
  return new DeliveryError(status < 300 ? 'unavailable' : kindOfStatus(status), {
    vendorCode: name && name !== 'Error' && name !== 'Unknown' ? name : `HTTP ${status}`,
    detail: words || `${vendor} gave no reason.`,
  });
}

/** A user that may send and nothing else is as it should be: the keys are good, and more cannot be asked. */
export function probeFailure(vendor: string, error: AwsFault, aws: AwsSettings): Probe {
  const failure = explainAws(vendor, error, awsSecrets(aws));
  if (!/^(AuthorizationError|AccessDenied)/.test(failure.vendorCode ?? '')) throw failure;
  return { text: `${vendor} takes the keys; they may not read the account, so no more can be checked.` };
}
