/** What stands around every page, the landing page and the sign-in page. */
export const en = {
  /** For forms; they run in the browser, so they get no more than this. */
  common: {
    optional: 'Optional',
    show: 'Show',
    hide: 'Hide',
    codeLabel: 'Verification code',
    strength: ['Very easy to guess', 'Easy to guess', 'Could be stronger', 'Strong', 'Very strong'],
    passkeyCanceled: 'Nothing was confirmed. Try again, or choose another way.',
    captchaFailed: 'The check could not be loaded. Wait a little, then press the button again.',
    /** In place of an answer of the server to a form. */
    undelivered: {
      offline: 'You are offline. What you typed is still here: send it again when you are connected.',
      noAnswer: 'The server did not answer. What you typed is still here: please try again.',
      outdated: 'The site has been updated since you opened this page. Load it anew, then try again.',
    },
    backupCodes: {
      title: 'Backup codes',
      keep: 'Keep them where you can find them without your phone. They are not shown again.',
      download: 'Download',
      copy: 'Copy',
      copied: 'Copied',
      print: 'Print',
    },
    error: {
      title: 'That did not work',
      intro: 'Something went wrong on our side, not on yours. Please try again in a moment.',
      number: 'Error number',
      retry: 'Try again',
      home: 'Go to the start',
    },
  },
  shell: {
    description: 'Sign in to {app}, reset a password or create an account with one short code.',
    promise: 'Nobody at {app} will ever ask you for a code.',
    step: 'Step {current} of {total}',
    language: 'Language',
    demo: {
      label: 'Demo mode',
      title: 'Demo mode.',
      text: 'No message leaves this machine. Read your codes in the {inbox}.',
      inbox: 'inbox',
    },
  },
  notFound: {
    title: 'Page not found',
    heading: 'There is no door here',
    intro: 'The address may be mistyped, or the page has moved. Nothing is wrong with your account.',
    home: 'Go to the start',
    signIn: 'Sign in',
  },
  unreadableForm: {
    title: 'This form could not be read',
    intro:
      'It was changed on its way here, or the site has been updated since you opened the page. Nothing was done with it. Open the page again, then repeat what you did.',
    again: 'Open the page again',
  },
  landing: {
    navigation: 'Main',
    forDevelopers: 'For developers',
    yourAccount: 'Your account',
    title: 'One short code opens the door.',
    intro:
      '{app} lets you back in when a password is lost, signs you in without one, and asks you before anything important happens. Each time with a code, sent to the email address or phone you already use.',
    signIn: 'Sign in',
    forgotPassword: 'I forgot my password',
    newHere: 'New here?',
    register: 'Create an account',
    stepsTitle: 'Three steps, about a minute',
    steps: [
      {
        title: 'Say who you are',
        text: 'Your email address or your phone number. That is all we ask.',
      },
      {
        title: 'Read the code',
        text: 'It comes the way you choose, by email or to your phone, within seconds.',
      },
      {
        title: 'Type it in',
        text: 'Pasting works, spaces do not matter, and most phones fill it in for you.',
      },
    ],
    promisesTitle: 'What you can count on',
    promisesIntro:
      'A code is a small thing that opens big doors. So it is made to be useless to anybody but you.',
    promises: [
      {
        title: 'It works once',
        text: 'A code opens one door, one time, in the browser that asked for it. Nowhere else is it worth anything.',
      },
      {
        title: 'It does not last',
        text: 'Ten minutes at most. After that it is an ordinary number again, for you and for everybody else.',
      },
      {
        title: 'It cannot be guessed',
        text: 'After a few wrong tries it is dead, and asking for a new one does not bring the tries back.',
      },
      {
        title: 'It is not written down',
        text: 'No code is stored, not even scrambled. Whoever stole the whole database would not find a single one.',
      },
    ],
    developers: {
      title: 'The same codes, from your own application',
      api: 'Ask for a code, check what was typed, and get a grant that is good for one thing, once. It is plain JSON over HTTP, with errors as problem details. Does your application speak Twilio Verify already? Point it here and leave it as it is.',
      delivery:
        '{app} picks the provider, falls over to the next one when it fails, and tells you what became of each message.',
      link: 'Read the API description',
      example: 'An example of the API',
    },
    footer: {
      signIn: 'Sign in',
      forgotPassword: 'Forgot password',
      register: 'Create an account',
    },
  },
  login: {
    title: 'Sign in',
    intro: 'With your password, or without: we can send you a code.',
    newHere: 'New here?',
    register: 'Create an account',
    identifier: 'Email or phone',
    password: 'Password',
    forgotPassword: 'Forgot your password?',
    submit: 'Sign in',
    or: 'or',
    sendCode: 'Send me a code',
    passkey: 'Use a passkey',
    notices: {
      password_set: 'Your new password is set. Sign in with it.',
      signed_out: 'You are signed out.',
      unlocked: 'Codes work again for your account.',
    },
  },
} as const;
