/** Messages that carry no code and answer to nothing: they tell the owner what happened. */
export const noticeTemplates = [
  'password_changed',
  'new_sign_in',
  'address_in_use',
  'address_changed',
  'address_removed',
  'address_restored',
  'factor_changed',
  'release_planned',
  'release_stopped',
  'backup_code_used',
  'account_held',
  'factor_off',
  'reset_invited',
] as const;

export type NoticeTemplate = (typeof noticeTemplates)[number];
export type Template = 'code' | NoticeTemplate;

/** A mail to the operator: no customer ever gets it (render-alert.ts). */
export const alertTemplate = 'alert';

/** Purposes that have words of their own; the policy of each is elsewhere. */
export const wordedPurposes = [
  'login',
  'password_reset',
  'registration',
  'verification',
  'second_factor',
  'approval',
  'compat',
] as const;

export type WordedPurpose = (typeof wordedPurposes)[number];

export function isNotice(template: string): template is NoticeTemplate {
  return (noticeTemplates as readonly string[]).includes(template);
}

export function isWordedPurpose(purpose: string | null): purpose is WordedPurpose {
  return (wordedPurposes as readonly string[]).includes(purpose ?? '');
}
