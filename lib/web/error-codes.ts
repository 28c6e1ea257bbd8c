/** Every code an error body can have, with its status and public text. A code without a line does not compile. */
export interface ErrorInfo {
  status: number;
  title: string;
  log: 'debug' | 'info' | 'warn' | 'error';
}

export const errorCodes = {
  request_invalid: { status: 400, title: 'The request is not in the expected form.', log: 'debug' },
  code_malformed: { status: 400, title: 'A code has only digits.', log: 'debug' },
  code_incorrect: { status: 400, title: 'The code is not right.', log: 'info' },
  code_expired: { status: 410, title: 'This code has expired.', log: 'info' },
  code_used: { status: 409, title: 'This code has been used.', log: 'info' },
  too_many_attempts: { status: 429, title: 'Too many attempts.', log: 'info' },
  account_held: { status: 429, title: 'Too many wrong codes. Wait before the next try.', log: 'info' },
  limited: { status: 429, title: 'Too many requests.', log: 'info' },
  too_soon: { status: 429, title: 'A new code cannot be sent yet.', log: 'debug' },
  too_many_sends: { status: 429, title: 'No more codes for this request. Start again.', log: 'info' },
  channel_not_offered: { status: 400, title: 'Codes cannot be sent by this channel here.', log: 'debug' },
  address_invalid: {
    status: 400,
    title: 'This is neither an e-mail address nor a phone number.',
    log: 'debug',
  },
  password_weak: { status: 400, title: 'This password cannot be used.', log: 'debug' },
  grant_invalid: { status: 400, title: 'The grant was used, has expired or is not for this.', log: 'info' },
  unauthorized: { status: 401, title: 'A valid API key is needed.', log: 'info' },
  second_factor_required: {
    status: 403,
    title: 'This account has a second factor: show it, too.',
    log: 'info',
  },
  way_closed: { status: 400, title: 'This way is not open here. Choose another one.', log: 'debug' },
  passkey_refused: { status: 400, title: 'The passkey has not confirmed this.', log: 'info' },
  factor_off: {
    status: 403,
    title: 'Too many wrong codes. This is off until the owner turns it on again.',
    log: 'warn',
  },
  forbidden: { status: 403, title: 'This key may not do that.', log: 'info' },
  request_foreign: { status: 403, title: 'The request does not come from this site.', log: 'warn' },
  not_found: { status: 404, title: 'Not found.', log: 'debug' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here.', log: 'debug' },
  request_in_progress: {
    status: 409,
    title: 'A request with this Idempotency-Key is under way.',
    log: 'debug',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key came with another request.',
    log: 'info',
  },
  token_invalid: { status: 401, title: 'This token is not valid any more. Sign in again.', log: 'info' },
  approval_ended: {
    status: 409,
    title: 'This approval was decided already, or its time is over.',
    log: 'info',
  },
  approval_void: {
    status: 409,
    title: 'What is stored of this approval was changed. It is void.',
    log: 'error',
  },
  approval_executed: { status: 409, title: 'This receipt was used already.', log: 'info' },
  receipt_invalid: {
    status: 400,
    title: 'This is no receipt of this approval, or its time is over.',
    log: 'info',
  },
  conflict: { status: 409, title: 'This is not possible any more.', log: 'debug' },
  body_too_large: { status: 413, title: 'The body is too large.', log: 'debug' },
  media_type_unsupported: { status: 415, title: 'The body must be JSON.', log: 'debug' },
  internal: { status: 500, title: 'Something went wrong here.', log: 'error' },
  unavailable: { status: 503, title: 'Not available at the moment. Try again shortly.', log: 'error' },
} as const satisfies Record<string, ErrorInfo>;

export type ErrorCode = keyof typeof errorCodes;
