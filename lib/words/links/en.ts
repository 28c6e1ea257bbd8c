/** The pages behind the links in messages, and the approval of something important. */
export const en = {
  notMe: {
    title: 'This wasn’t me',
    heading: 'This wasn’t you?',
    intro:
      'You got a message from us about something that you did not do. Tell us, and the code in it stops working.',
    endSessions: 'Sign everybody out of my account',
    endSessionsHint: 'If somebody else may be in it. You set a new password afterwards.',
    submit: 'This wasn’t me',
    next: 'Set a new password',
    back: 'Back to sign in',
  },
  undo: {
    title: 'Put your address back',
    intro:
      'The address of your account was changed. If it was not you, take the change back: everybody who is signed in to your account is signed out.',
    submit: 'Take the change back',
    next: 'Set a new password',
    back: 'Back to sign in',
  },
  unlock: {
    title: 'Turn codes on again',
    intro:
      'Too many wrong codes were entered for your account, so we stopped taking them. Your password and your data are untouched.',
    submit: 'Turn codes on again',
    back: 'Back to sign in',
  },
  stopRelease: {
    title: 'Keep your second step',
    intro:
      'Somebody told our support that every second step of your account is lost, and asked to turn them off. If it was not you, stop it.',
    submit: 'Stop it',
    next: 'Set a new password',
    back: 'Back to sign in',
  },
  approvals: {
    title: 'To approve',
    nothing: 'Nothing waits for your approval.',
    item: '{kind}: {amount} {currency} to {payee}',
    decide: 'Decide',
    back: 'Back to your account',
  },
  approve: {
    title: 'Approve',
    signInTitle: 'Sign in to approve',
    signInIntro: 'What you are asked to approve is shown to you only.',
    signIn: 'Sign in',
    heading: 'Do you approve this?',
    intro: 'Approve it only if you know about it and every word is right.',
    amount: 'Amount',
    payee: 'Payee',
    kind: 'What',
    text: 'Details',
    askedBy: 'Asked by',
    sentTo: 'We have sent it to {to}.',
    submit: 'Approve',
    deny: 'Deny',
    resend: 'Resend code',
    passkey: 'Use your passkey',
    back: 'Back to your account',
    shop: 'Back to the shop',
    ended: {
      approved: 'Approved',
      denied: 'Refused',
      canceled: 'Withdrawn',
      expired: 'Too late',
      void: 'Void',
    },
  },
} as const;
