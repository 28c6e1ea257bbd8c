import type { LinksWords } from './links';

export const de: LinksWords = {
  notMe: {
    title: 'Das war ich nicht',
    heading: 'Das waren nicht Sie?',
    intro:
      'Sie haben eine Nachricht von uns über etwas bekommen, das Sie nicht getan haben. Sagen Sie es uns, und der Code darin gilt nicht mehr.',
    endSessions: 'Alle von meinem Konto abmelden',
    endSessionsHint: 'Falls jemand anderes darin sein könnte. Danach setzen Sie ein neues Passwort.',
    submit: 'Das war ich nicht',
    next: 'Neues Passwort setzen',
    back: 'Zurück zur Anmeldung',
  },
  undo: {
    title: 'Ihre Adresse zurückholen',
    intro:
      'Die Adresse Ihres Kontos wurde geändert. Wenn Sie es nicht waren, nehmen Sie die Änderung zurück: Alle, die in Ihrem Konto angemeldet sind, werden abgemeldet.',
    submit: 'Änderung zurücknehmen',
    next: 'Neues Passwort setzen',
    back: 'Zurück zur Anmeldung',
  },
  unlock: {
    title: 'Codes wieder einschalten',
    intro:
      'Für Ihr Konto wurden zu viele falsche Codes eingegeben, darum nehmen wir keine mehr an. Ihr Passwort und Ihre Daten sind unberührt.',
    submit: 'Codes wieder einschalten',
    back: 'Zurück zur Anmeldung',
  },
  stopRelease: {
    title: 'Ihren zweiten Schritt behalten',
    intro:
      'Jemand hat unserem Support gesagt, alle zweiten Schritte Ihres Kontos seien verloren, und wollte sie ausschalten lassen. Wenn Sie es nicht waren, stoppen Sie es.',
    submit: 'Stoppen',
    next: 'Neues Passwort setzen',
    back: 'Zurück zur Anmeldung',
  },
  approvals: {
    title: 'Freigaben',
    nothing: 'Nichts wartet auf Ihre Freigabe.',
    item: '{kind}: {amount} {currency} an {payee}',
    decide: 'Entscheiden',
    back: 'Zurück zu Ihrem Konto',
  },
  approve: {
    title: 'Freigabe',
    signInTitle: 'Zum Freigeben anmelden',
    signInIntro: 'Was Sie freigeben sollen, sehen nur Sie.',
    signIn: 'Anmelden',
    heading: 'Geben Sie das frei?',
    intro: 'Geben Sie es nur frei, wenn Sie davon wissen und jedes Wort stimmt.',
    amount: 'Betrag',
    payee: 'Empfänger',
    kind: 'Was',
    text: 'Einzelheiten',
    askedBy: 'Angefragt von',
    sentTo: 'Wir haben ihn an {to} gesendet.',
    submit: 'Freigeben',
    deny: 'Ablehnen',
    resend: 'Code neu senden',
    passkey: 'Ihren Passkey verwenden',
    back: 'Zurück zu Ihrem Konto',
    shop: 'Zurück zum Shop',
    ended: {
      approved: 'Freigegeben',
      denied: 'Abgelehnt',
      canceled: 'Zurückgezogen',
      expired: 'Zu spät',
      void: 'Ungültig',
    },
  },
};
