import { randomUUID } from 'node:crypto';
import {
  startVendorStandIn,
  type VendorReply,
  type VendorRequest,
  type VendorStandIn,
} from './vendor-stand-in';

export const awsKeys = {
  accessKeyId: 'AKIDEXAMPLE0123456789',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** An error as SNS writes it (query protocol). */
export function snsError(status: number, code: string, message: string): VendorReply {
  const body = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, body };
}

/** An error as SES writes it (REST JSON). */
export function sesError(status: number, name: string, message: string): VendorReply {
  return { status, headers: { 'x-amzn-errortype': name }, body: { message } };
}

/**
 * Amazon SNS and SES, told apart by the path: `POST /` with a form (Action=Publish), and
 * `POST /v2/email/outbound-emails` with JSON. Signatures are looked at as far as the key's id goes: computing them
 * again would test the SDK.
 */
export function startAwsStandIn(): Promise<VendorStandIn> {
  return startVendorStandIn((request) => {
    const knownKey = request.headers.authorization?.includes(`Credential=${awsKeys.accessKeyId}/`) ?? false;
    return request.path.startsWith('/v2/') ? answerSes(request, knownKey) : answerSns(request, knownKey);
  });
}

function answerSns({ body }: VendorRequest, knownKey: boolean): VendorReply {
  if (!knownKey) {
    return snsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  const form = new URLSearchParams(body);
  if (form.get('Action') === 'GetSMSAttributes') {
    const entry = '<entry><key>MonthlySpendLimit</key><value>50</value></entry>';
    const xml = `<GetSMSAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetSMSAttributesResult><attributes>${entry}</attributes></GetSMSAttributesResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetSMSAttributesResponse>`;
    return { status: 200, body: xml };
  }
  const to = form.get('PhoneNumber') ?? '';
  if (!/^\+[1-9]\d{6,14}$/.test(to)) {
    return snsError(
      400,
      'InvalidParameter',
      `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`,
    );
  }
  const xml = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`;
  return { status: 200, body: xml };
}

function answerSes(request: VendorRequest, knownKey: boolean): VendorReply {
  if (!knownKey) {
    return sesError(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (request.method === 'GET' && request.path === '/v2/email/account') {
    return { status: 200, body: { ProductionAccessEnabled: false, SendingEnabled: true } };
  }
  const mail = JSON.parse(request.body) as { Destination?: { ToAddresses?: string[] } };
  const to = mail.Destination?.ToAddresses?.[0] ?? '';
  if (!/^[^\s@]+@[^\s@]+\.[a-z]+$/.test(to))
    return sesError(400, 'BadRequestException', `Invalid address ${to}`);
  return { status: 200, body: { MessageId: `0100${randomUUID()}` } };
}
