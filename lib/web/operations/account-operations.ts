import { registeredSchema, registerSchema, resetPasswordSchema } from '@/lib/schemas/api/accounts';
import { define, problemsOfCodes } from './operation';

export const accountOperations = {
  resetPassword: define({
    method: 'post',
    path: '/api/v1/password-resets',
    summary: 'Set a new password with a `password_reset` code or its grant',
    tag: 'Accounts',
    auth: 'optional',
    scope: 'accounts',
    body: resetPasswordSchema,
    status: 204,
    problems: ['grant_invalid', 'password_weak', ...problemsOfCodes, 'not_found', 'limited'],
  }),
  register: define({
    method: 'post',
    path: '/api/v1/registrations',
    summary: 'Make an account with the grant of a `registration` code',
    tag: 'Accounts',
    auth: 'optional',
    scope: 'accounts',
    body: registerSchema,
    status: 201,
    answer: registeredSchema,
    problems: ['grant_invalid', 'password_weak', 'conflict', 'limited'],
  }),
} as const;
