/**
 * What the API takes and gives, without a dependency. lib/client/client.test.ts compares every line with the schemas that
 * the server runs by.
 */

export type Channel = 'email' | 'sms' | 'whatsapp' | 'voice';

export interface Code {
  id: string;
  purpose: string;
  channel: Channel;
  /** Masked. */
  to: string;
  status: 'live' | 'exhausted' | 'expired' | 'used' | 'canceled';
  expires_at: string;
  can_resend_at: string;
  attempts_left: number;
  delivery: 'queued' | 'sending' | 'sent' | 'accepted' | 'delivered' | 'failed';
  delivery_reason: string | null;
}

export interface AcceptedCode {
  valid: true;
  id: string;
  purpose: string;
  channel: Channel;
  to: string;
  /** Allows what the code was for, once. */
  grant: string;
  grant_expires_at: string;
}

export interface Customer {
  id: string;
  name: string;
  email: string | null;
  email_verified: boolean;
  phone: string | null;
  phone_verified: boolean;
}

export interface Account extends Customer {
  customer_type: string | null;
  status: 'active' | 'disabled';
  locale: string | null;
  created_at: string;
}

export interface Session {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
  customer_id: string;
}

/** What a browser needs to ask for a passkey: PublicKeyCredential.parseRequestOptionsFromJSON takes it. */
export interface PasskeyRequest {
  challenge: string;
  rpId: string;
  timeout: number;
  allowCredentials: { id: string; type: 'public-key'; transports: string[] }[];
  userVerification: 'required' | 'preferred' | 'discouraged';
}

/** What the browser answers: the credential's `toJSON()`. */
export interface PasskeyAnswer {
  id: string;
  rawId: string;
  type: 'public-key';
  authenticatorAttachment?: string | undefined;
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string | null | undefined;
  };
}

export interface Approval {
  id: string;
  status: 'pending' | 'approved' | 'denied' | 'canceled' | 'executed' | 'expired' | 'void';
  customer_id: string;
  kind: string;
  amount: string;
  currency: string;
  payee: string;
  text: string;
  reference: string | null;
  channel: Channel;
  to: string;
  url: string;
  created_at: string;
  expires_at: string;
  decided_at: string | null;
  executed_at: string | null;
  receipt: string | null;
}

interface CustomerFields {
  name?: string | undefined;
  customer_type?: string | null | undefined;
  locale?: string | null | undefined;
}

/** The grant of a checked code, or the code itself. */
type GrantOrCode =
  | { grant: string; code_id?: undefined; code?: undefined }
  | { code_id: string; code: string; grant?: undefined };

/** Each operation by its `operationId`: what it takes (`id` goes into the path) and what it gives. */
export interface Operations {
  requestCode: {
    input: {
      purpose: 'login' | 'password_reset' | 'registration' | 'verification' | 'second_factor';
      to: string;
      channel?: Channel | undefined;
    };
    answer: Code;
  };
  getCode: { input: { id: string }; answer: Code };
  checkCode: { input: { id: string; code: string }; answer: AcceptedCode };
  resendCode: { input: { id: string }; answer: Code };
  cancelCode: { input: { id: string }; answer: undefined };
  resetPassword: { input: GrantOrCode & { password: string }; answer: undefined };
  register: {
    input: { grant: string; password?: string | undefined; name?: string | undefined };
    answer: Customer & { grant: string };
  };
  startSession: {
    input: GrantOrCode & {
      second_factor?:
        | { way: 'totp' | 'backup' | 'password'; code: string }
        | { grant: string }
        | { passkey: PasskeyAnswer }
        | undefined;
    };
    answer: Session;
  };
  requestSecondFactorCode: { input: { grant: string; channel: Channel }; answer: Code };
  askPasskey: { input: { grant: string }; answer: PasskeyRequest };
  refreshSession: { input: { refresh_token: string }; answer: Session };
  endSession: { input: { refresh_token: string }; answer: undefined };
  getCustomer: { input: { access_token: string }; answer: Customer };
  listCustomers: {
    input: { limit?: number; cursor?: string; address?: string };
    answer: { customers: Account[]; next_cursor: string | null };
  };
  createCustomer: {
    input: CustomerFields & {
      email?: string | undefined;
      phone?: string | undefined;
      verified?: boolean | undefined;
    };
    answer: Account;
  };
  getAccount: { input: { id: string }; answer: Account };
  changeCustomer: {
    input: {
      id: string;
      email?: string | undefined;
      phone?: string | undefined;
      verified?: boolean | undefined;
      status?: 'active' | 'disabled' | undefined;
    } & CustomerFields;
    answer: Account;
  };
  requestApproval: {
    input: {
      customer: string;
      kind: string;
      amount: string;
      currency: string;
      payee: string;
      text?: string | undefined;
      reference?: string | undefined;
      channel?: Channel | undefined;
      expires_in?: number | undefined;
    };
    answer: Approval;
  };
  getApproval: { input: { id: string }; answer: Approval };
  cancelApproval: { input: { id: string }; answer: undefined };
  executeApproval: { input: { id: string; receipt: string }; answer: Approval };
}

/** An error body after RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable: decide by this one. */
  code: string;
  request_id: string;
  detail?: string;
  errors?: Record<string, string>;
  attempts_left?: number;
  /** Where a code was sent to start a session: it was right and is used up. Go on with this grant. */
  grant?: string;
  second_factor?: { ways: { way: string; to: string | null }[] };
}
