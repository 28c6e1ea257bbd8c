/**
 * Every sentence of every message. `{app}` APP_NAME, `{host}` and `{url}` of APP_URL, `{time}` when it was asked for or
 * happened, `{life}` "10 minutes", `{until}` when the code dies. Subjects never hold a code.
 */
export const textsEn = {
  'greeting.named': 'Hello {name},',
  'greeting.plain': 'Hello,',
  'mail.life': 'It is valid for {life}, until {until}.',
  'mail.secret': 'Nobody from {app} will ever ask you for this code. Do not read it out or pass it on.',
  'mail.unasked':
    'You did not ask for it? Then ignore this message: somebody may have typed your address by mistake, and without the code nothing happens.',
  'mail.preheader': 'Valid for {life}. Nobody from {app} will ever ask you for it.',
  'mail.not_me_code': 'This wasn’t me: stop this code',
  'mail.not_me': 'This wasn’t me: tell {app}',
  'mail.footer': '{app}, {host}',
  'fact.site': 'Site',
  'fact.action': 'Action',
  'fact.time': 'Time',
  'fact.device': 'Device',
  'fact.amount': 'Amount',
  'fact.payee': 'Payee',
  'fact.kind': 'What',
  'fact.text': 'Details',

  'login.subject': 'Your code to sign in to {app}',
  'login.intro': 'Use this code to sign in to {app}:',
  'login.action': 'Sign in',
  'password_reset.subject': 'Reset your {app} password',
  'password_reset.intro': 'Use this code to set a new password for {app}:',
  'password_reset.action': 'Reset the password',
  'registration.subject': 'Finish your registration with {app}',
  'registration.intro': 'Use this code to finish your registration with {app}:',
  'registration.action': 'Register',
  'verification.subject': 'Confirm your address for {app}',
  'verification.intro': 'Use this code to confirm your address for {app}:',
  'verification.action': 'Confirm an address',
  'second_factor.subject': 'Second step of your sign-in to {app}',
  'second_factor.intro': 'Use this code for the second step of your sign-in to {app}:',
  'second_factor.action': 'Sign in, second step',
  'approval.subject': 'Your approval is needed at {app}',
  'approval.intro': 'Use this code only if you want to approve this:',
  'approval.action': 'Approve',
  'approval.link': 'Type the code on this page, or refuse there:',
  'compat.subject': 'Your {app} verification code',
  'compat.intro': 'Use this code at {app}:',
  'compat.action': 'Verify',

  'sms.code': 'Your {app} verification code is: {code}. Valid for {life}.',
  'sms.approval': '{app}: approve {amount} to {payee} with code {code}. Valid for {life}.',
  'sms.approval_link': 'Or refuse: {url}',
  'sms.login': 'To sign in.',
  'sms.password_reset': 'To reset your password.',
  'sms.registration': 'To register.',
  'sms.verification': 'To confirm this number.',
  'sms.second_factor': 'To sign in, step 2.',
  'sms.compat': '',
  'sms.time': 'Asked {clock}.',
  'sms.secret': 'We never ask for it.',
  'voice.code': 'Hello. Your {app} code is: {code}. Once more: {code}. We never ask for it. Goodbye.',

  'password_changed.subject': 'Your {app} password was changed',
  'password_changed.body':
    'The password of your {app} account was changed. You were signed out everywhere, and codes that were under way no longer work.',
  'password_changed.advice':
    'Was it not you? Then somebody else has access to this address. Reset your password again:',
  'password_changed.sms': '{app}: your password was changed. Not you? Reset it at {host}',
  'new_sign_in.subject': 'New sign-in to your {app} account',
  'new_sign_in.body': 'Somebody signed in to your {app} account from a browser that we have not seen before.',
  'new_sign_in.advice': 'Was it not you? Then reset your password, which ends every session:',
  'new_sign_in.sms': '{app}: new sign-in to your account ({device}). Not you? Reset your password at {host}',
  'address_in_use.subject': 'You already have an account with {app}',
  'address_in_use.body':
    'Somebody, perhaps you, tried to register with this address at {app}. It belongs to your account already, and nothing was changed.',
  'address_in_use.advice': 'You can sign in, or set a new password if you forgot it:',
  'address_in_use.sms': '{app}: this number has an account already. Sign in at {host}',
  'address_changed.subject': 'An address of your {app} account was changed',
  'address_changed.body': 'Your {app} account now uses another address to reach you: {to}.',
  'address_changed.advice':
    'Was it not you? Then use this link, which puts the old address back within 72 hours or leads to a new password:',
  'address_changed.sms': '{app}: an address of your account was changed. Not you? {url}',
  'address_removed.subject': 'An address was removed from your {app} account',
  'address_removed.body': 'An address was removed from your {app} account.',
  'address_removed.advice':
    'Was it not you? Then use this link, which puts the old address back within 72 hours or leads to a new password:',
  'address_removed.sms': '{app}: an address was removed from your account. Not you? {url}',
  'address_restored.subject': 'A change of your {app} account was taken back',
  'address_restored.body':
    'A change of an address of your {app} account was taken back. You were signed out everywhere.',
  'address_restored.advice': 'Somebody else may know your password. Set a new one now:',
  'address_restored.sms':
    '{app}: a change of your address was taken back and you were signed out. Set a new password at {host}',
  'factor_changed.subject': 'The second step of your {app} sign-in was changed',
  'factor_changed.body': 'The second step of signing in to your {app} account was changed: {change}.',
  'factor_changed.advice': 'Was it not you? Then reset your password now and check your security settings:',
  'factor_changed.sms':
    '{app}: the second step of your sign-in was changed. Not you? Reset your password at {host}',
  'release_planned.subject': 'The second step of your {app} sign-in will be turned off tomorrow',
  'release_planned.body':
    'Somebody told the support of {app} that every second step of your account is lost. In 24 hours all of them will be turned off.',
  'release_planned.advice': 'Was it not you? Then stop it here:',
  'release_planned.sms': '{app}: your second step will be turned off in 24 hours. Not you? Stop it: {url}',
  'release_stopped.subject': 'The second step of your {app} sign-in stays on',
  'release_stopped.body': 'The plan to turn off the second step of your {app} account was stopped.',
  'release_stopped.advice':
    'Did somebody else ask for it? Then they may know your password. Set a new one now:',
  'release_stopped.sms':
    '{app}: your second step stays on. Somebody else asked? Set a new password at {host}',
  'backup_code_used.subject': 'A backup code of your {app} account was used',
  'backup_code_used.body':
    'Somebody signed in to your {app} account with one of its backup codes. {left} are left.',
  'backup_code_used.advice': 'Was it not you? Then reset your password now and make new backup codes:',
  'backup_code_used.sms': '{app}: a backup code was used to sign in. Not you? Reset your password at {host}',
  'account_held.subject': 'Too many wrong codes for your {app} account',
  'account_held.body':
    'Somebody entered too many wrong codes for your {app} account. For its safety nobody can enter codes for a while.',
  'account_held.advice': 'Was it not you? Your account is safe; you can set a new password later:',
  'account_held.sms': '{app}: too many wrong codes were entered for your account. It is paused for a while.',
  'factor_off.subject': 'Codes for your {app} account are off',
  'factor_off.body':
    'Somebody entered wrong codes or passwords for your {app} account again and again. We have stopped taking them, except in browsers where you signed in before.',
  'factor_off.advice': 'To turn codes on again everywhere, open this page and press its button:',
  'factor_off.sms': '{app}: too many wrong codes, so codes are off. Turn them on: {url}',
  'reset_invited.subject': 'Set a new password for your {app} account',
  'reset_invited.body':
    'As agreed with our support, you can set a new password for your {app} account yourself.',
  'reset_invited.advice': 'Open this page and enter your email or phone. We never ask you for the code:',
  'reset_invited.sms': '{app}: as agreed with our support, set a new password at {host}',
  'change.authenticator_added': 'an authenticator app was added',
  'change.authenticator_removed': 'the authenticator app was removed',
  'change.backup_codes_made': 'new backup codes were made',
  'change.code_added': 'codes by message were turned on as a second step',
  'change.code_removed': 'codes by message were turned off as a second step',
  'change.passkey_added': 'a passkey was added',
  'change.passkey_removed': 'a passkey was removed',
  'change.released': 'all of it was turned off, as announced the day before',
  'change.other': 'please look at your security settings',
} as const;

export type TextKey = keyof typeof textsEn;
export type Texts = Readonly<Record<TextKey, string>>;
