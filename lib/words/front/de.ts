import type { FrontWords } from './front';

export const de: FrontWords = {
  common: {
    optional: 'Freiwillig',
    show: 'Zeigen',
    hide: 'Verbergen',
    codeLabel: 'Bestätigungscode',
    strength: ['Sehr leicht zu erraten', 'Leicht zu erraten', 'Könnte stärker sein', 'Stark', 'Sehr stark'],
    passkeyCanceled: 'Es wurde nichts bestätigt. Versuchen Sie es erneut, oder wählen Sie einen anderen Weg.',
    captchaFailed:
      'Die Prüfung konnte nicht geladen werden. Warten Sie ein wenig, und drücken Sie die Taste dann erneut.',
    undelivered: {
      offline:
        'Sie sind offline. Ihre Eingaben sind noch da: Senden Sie sie erneut, sobald Sie verbunden sind.',
      noAnswer:
        'Der Server hat nicht geantwortet. Ihre Eingaben sind noch da: Bitte versuchen Sie es noch einmal.',
      outdated:
        'Die Website wurde aktualisiert, seit Sie diese Seite geöffnet haben. Laden Sie sie neu und versuchen Sie es dann noch einmal.',
    },
    backupCodes: {
      title: 'Ersatzcodes',
      keep: 'Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden. Sie werden nicht noch einmal gezeigt.',
      download: 'Herunterladen',
      copy: 'Kopieren',
      copied: 'Kopiert',
      print: 'Drucken',
    },
    error: {
      title: 'Das hat nicht geklappt',
      intro: 'Der Fehler liegt bei uns, nicht bei Ihnen. Bitte versuchen Sie es gleich noch einmal.',
      number: 'Fehlernummer',
      retry: 'Erneut versuchen',
      home: 'Zur Startseite',
    },
  },
  shell: {
    description:
      'Bei {app} anmelden, das Passwort zurücksetzen oder ein Konto anlegen, mit einem kurzen Code.',
    promise: 'Niemand von {app} wird Sie je nach einem Code fragen.',
    step: 'Schritt {current} von {total}',
    language: 'Sprache',
    demo: {
      label: 'Demo-Betrieb',
      title: 'Demo-Betrieb.',
      text: 'Keine Nachricht verlässt diesen Rechner. Ihre Codes stehen im {inbox}.',
      inbox: 'Posteingang',
    },
  },
  notFound: {
    title: 'Seite nicht gefunden',
    heading: 'Hier ist keine Tür',
    intro:
      'Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Mit Ihrem Konto ist alles in Ordnung.',
    home: 'Zur Startseite',
    signIn: 'Anmelden',
  },
  unreadableForm: {
    title: 'Dieses Formular ließ sich nicht lesen',
    intro:
      'Es wurde unterwegs verändert, oder die Website wurde aktualisiert, seit Sie die Seite geöffnet haben. Es ist nichts damit geschehen. Öffnen Sie die Seite neu, und wiederholen Sie die Eingabe.',
    again: 'Seite neu öffnen',
  },
  landing: {
    navigation: 'Hauptmenü',
    forDevelopers: 'Für Entwickler',
    yourAccount: 'Ihr Konto',
    title: 'Ein kurzer Code öffnet die Tür.',
    intro:
      '{app} lässt Sie wieder hinein, wenn das Passwort verloren ist, meldet Sie ohne Passwort an und fragt Sie, bevor etwas Wichtiges geschieht. Jedes Mal mit einem Code an die E-Mail-Adresse oder das Telefon, das Sie schon benutzen.',
    signIn: 'Anmelden',
    forgotPassword: 'Passwort vergessen',
    newHere: 'Neu hier?',
    register: 'Konto anlegen',
    stepsTitle: 'Drei Schritte, etwa eine Minute',
    steps: [
      {
        title: 'Sagen Sie, wer Sie sind',
        text: 'Ihre E-Mail-Adresse oder Telefonnummer. Mehr fragen wir nicht.',
      },
      {
        title: 'Lesen Sie den Code',
        text: 'Er kommt auf dem Weg, den Sie wählen, per E-Mail oder auf Ihr Telefon, binnen Sekunden.',
      },
      {
        title: 'Tippen Sie ihn ein',
        text: 'Einfügen klappt, Leerzeichen stören nicht, und die meisten Telefone füllen ihn von selbst aus.',
      },
    ],
    promisesTitle: 'Worauf Sie sich verlassen können',
    promisesIntro:
      'Ein Code ist klein und öffnet große Türen. Darum ist er so gemacht, dass er niemandem außer Ihnen nützt.',
    promises: [
      {
        title: 'Er gilt einmal',
        text: 'Ein Code öffnet eine Tür, ein Mal, in dem Browser, der ihn angefordert hat. Anderswo ist er nichts wert.',
      },
      {
        title: 'Er hält nicht lange',
        text: 'Höchstens zehn Minuten. Danach ist er wieder eine gewöhnliche Zahl, für Sie wie für alle anderen.',
      },
      {
        title: 'Er ist nicht zu erraten',
        text: 'Nach wenigen falschen Versuchen ist er ungültig, und ein neuer bringt die Versuche nicht zurück.',
      },
      {
        title: 'Er steht nirgends',
        text: 'Kein Code wird gespeichert, auch nicht verschlüsselt. Wer die ganze Datenbank stiehlt, findet keinen einzigen.',
      },
    ],
    developers: {
      title: 'Dieselben Codes, aus Ihrer eigenen Anwendung',
      api: 'Fordern Sie einen Code an, prüfen Sie, was eingegeben wurde, und erhalten Sie eine Berechtigung für genau eine Sache, ein Mal. Es ist schlichtes JSON über HTTP, mit Fehlern als „problem details“. Spricht Ihre Anwendung schon Twilio Verify? Richten Sie sie hierher und lassen Sie sie, wie sie ist.',
      delivery:
        '{app} wählt den Anbieter, weicht auf den nächsten aus, wenn er ausfällt, und sagt Ihnen, was aus jeder Nachricht geworden ist.',
      link: 'Beschreibung der API lesen',
      example: 'Ein Beispiel der API',
    },
    footer: { signIn: 'Anmelden', forgotPassword: 'Passwort vergessen', register: 'Konto anlegen' },
  },
  login: {
    title: 'Anmelden',
    intro: 'Mit Ihrem Passwort oder ohne: Wir können Ihnen einen Code senden.',
    newHere: 'Neu hier?',
    register: 'Konto anlegen',
    identifier: 'E-Mail oder Telefon',
    password: 'Passwort',
    forgotPassword: 'Passwort vergessen?',
    submit: 'Anmelden',
    or: 'oder',
    sendCode: 'Code senden',
    passkey: 'Passkey verwenden',
    notices: {
      password_set: 'Ihr neues Passwort ist gesetzt. Melden Sie sich damit an.',
      signed_out: 'Sie sind abgemeldet.',
      unlocked: 'Codes gelten wieder für Ihr Konto.',
    },
  },
};
