import * as z from 'zod';

/** The bodies of the older systems' requests, field by field as their guides write them. */

const address = z.string().min(1).max(320);
const code = z.string().max(64);
const password = z.string().min(1).max(1024);

/** `call` is what Twilio's Verify calls a voice message. */
const channel = z.enum(['sms', 'email', 'whatsapp', 'voice', 'call']);

export const sendOtpSchema = z.strictObject({ to: address, channel: channel.optional() });
export const verifyOtpSchema = z.strictObject({ to: address, code });

export const registerWithOtpSchema = z.strictObject({
  email: address.optional(),
  password,
  phone: address,
  otp_code: code,
  name: z.string().max(100).optional(),
});

export const forgotPasswordOtpSchema = z.strictObject({
  email: address.optional(),
  phone: address,
  otp_code: code,
  new_password: password,
});

export const sendPhoneOtpSchema = z.strictObject({ phone: address });
export const verifyPhoneOtpSchema = z.strictObject({ phone: address, otp: code });

const type = z.enum(['phone', 'email']).optional();
export const sendIdentifierOtpSchema = z.strictObject({ identifier: address, type });
export const verifyIdentifierOtpSchema = z.strictObject({ identifier: address, otp_code: code, type });
