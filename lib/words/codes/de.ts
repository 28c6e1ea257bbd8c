import type { CodesWords } from './codes';

export const de: CodesWords = {
  register: {
    title: 'Konto anlegen',
    intro:
      'Geben Sie eine E-Mail-Adresse, eine Telefonnummer oder beides an. Ein Code zeigt, dass sie Ihnen gehört.',
    haveAccount: 'Sie haben schon ein Konto?',
    signIn: 'Anmelden',
    email: 'E-Mail',
    phone: 'Telefon',
    name: 'Name',
    password: 'Passwort',
    passwordHint:
      'Ohne Passwort melden Sie sich mit einem Code an. Gut sind ein paar Wörter, die Sie sich merken.',
    submit: 'Weiter',
  },
  forgotPassword: {
    title: 'Passwort vergessen?',
    intro:
      'Nennen Sie uns die E-Mail-Adresse oder Telefonnummer Ihres Kontos. Wir senden einen Code dorthin.',
    identifier: 'E-Mail oder Telefon',
    submit: 'Weiter',
    back: 'Zurück zur Anmeldung',
  },
  chooseMethod: {
    title: 'Wohin soll der Code?',
    intro: 'Wir senden nur an eine Adresse, die schon hinterlegt ist.',
    ended: 'Dieser Schritt ist beendet. Lassen Sie sich für ein neues Passwort noch einen Code senden.',
    legend: 'Den Code senden per',
    channels: { email: 'E-Mail', sms: 'SMS', whatsapp: 'WhatsApp', voice: 'Anruf' },
    submit: 'Code senden',
    back: 'Andere E-Mail oder Nummer nehmen',
  },
  verify: {
    title: 'Geben Sie Ihren Code ein',
    introAccount:
      'Falls es dazu ein Konto gibt, ist ein Code mit {length} Ziffern unterwegs an {to}. Er gilt {minutes} Minuten.',
    intro: 'Ein Code mit {length} Ziffern ist unterwegs an {to}. Er gilt {minutes} Minuten.',
    submit: 'Prüfen',
    sentAgain: 'Wir haben einen neuen Code gesendet. Der alte gilt nicht mehr.',
    resend: 'Code neu senden',
    resendIn: 'Neuer Code möglich in {time}',
    resendNow: 'Ein neuer Code ist jetzt möglich.',
    otherWay: 'Auf anderem Weg senden',
    otherAddress: 'Andere E-Mail oder Nummer nehmen',
    failedOtherWay: 'Anderen Weg wählen',
    checkAgain: 'Erneut nachsehen',
    startAgain: 'Von vorn beginnen',
  },
  resetPassword: {
    title: 'Wählen Sie ein neues Passwort',
    intro:
      'Sie werden überall abgemeldet und melden sich dann mit dem neuen an. Sie haben dafür {minutes} Minuten.',
    password: 'Neues Passwort',
    passwordHint: 'Mindestens {n} Zeichen. Gut sind ein paar Wörter, die Sie sich merken.',
    confirm: 'Passwort wiederholen',
    submit: 'Neues Passwort setzen',
  },
  secondFactor: {
    title: 'Zweiter Schritt',
    intro: 'Ihr Konto verlangt einen zweiten Nachweis, dass Sie es sind.',
    noWay:
      'Ihr Konto verlangt einen zweiten Nachweis neben der Adresse, an die Ihr Code ging. Melden Sie sich anders an: mit Ihrem Passwort oder mit einem Code an Ihre andere Adresse.',
    back: 'Zurück zur Anmeldung',
    startAgain: 'Von vorn beginnen',
    submit: 'Prüfen',
    trust: 'Auf diesem Gerät 30 Tage lang nicht fragen',
    trustHint: 'Nur auf einem Gerät, das niemand sonst benutzt.',
    canSend: 'Wir können einen Code an {to} senden.',
    send: 'Code senden',
    resend: 'Code neu senden',
    passkey: 'Ihren Passkey verwenden',
    passkeyNeeds:
      'Passkeys brauchen JavaScript und einen neueren Browser. Wählen Sie hier einen anderen Weg.',
  },
  factors: {
    label: 'Andere Wege',
    ways: {
      passkey: 'Passkey verwenden',
      totp: 'Authenticator-App verwenden',
      sms: 'Code per SMS erhalten',
      whatsapp: 'Code per WhatsApp erhalten',
      voice: 'Code per Anruf erhalten',
      email: 'Code per E-Mail erhalten',
      backup: 'Ersatzcode verwenden',
      password: 'Passwort verwenden',
    },
    password: 'Passwort',
    backup: 'Ersatzcode',
    backupHint: 'Jeder davon gilt ein Mal.',
    totp: 'Code aus Ihrer App',
    totpHint: 'Sechs Ziffern. Sie wechseln alle 30 Sekunden.',
    sentTo: 'Wir haben ihn an {to} gesendet.',
  },
  logout: {
    title: 'Abmelden',
    intro: 'Zum Wiederkommen brauchen Sie einen Code oder Ihr Passwort.',
    submit: 'Abmelden',
    stay: 'Angemeldet bleiben',
  },
};
