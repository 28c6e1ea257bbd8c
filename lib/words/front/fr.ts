import type { FrontWords } from './front';

export const fr: FrontWords = {
  common: {
    optional: 'Facultatif',
    show: 'Afficher',
    hide: 'Masquer',
    codeLabel: 'Code de vérification',
    strength: [
      'Très facile à deviner',
      'Facile à deviner',
      'Pourrait être plus solide',
      'Solide',
      'Très solide',
    ],
    passkeyCanceled: 'Rien n’a été confirmé. Réessayez ou choisissez un autre moyen.',
    captchaFailed:
      'La vérification n’a pas pu être chargée. Patientez un peu, puis appuyez de nouveau sur le bouton.',
    undelivered: {
      offline:
        'Vous êtes hors ligne. Ce que vous avez saisi est toujours là : renvoyez-le une fois connecté.',
      noAnswer: 'Le serveur n’a pas répondu. Ce que vous avez saisi est toujours là : veuillez réessayer.',
      outdated:
        'Le site a été mis à jour depuis que vous avez ouvert cette page. Rechargez-la, puis réessayez.',
    },
    backupCodes: {
      title: 'Codes de secours',
      keep: 'Gardez-les là où vous les trouverez sans votre téléphone. Ils ne seront plus affichés.',
      download: 'Télécharger',
      copy: 'Copier',
      copied: 'Copié',
      print: 'Imprimer',
    },
    error: {
      title: 'Cela n’a pas fonctionné',
      intro: 'L’erreur vient de nous, pas de vous. Veuillez réessayer dans un instant.',
      number: 'Numéro d’erreur',
      retry: 'Réessayer',
      home: 'Aller à l’accueil',
    },
  },
  shell: {
    description:
      'Connectez-vous à {app}, réinitialisez votre mot de passe ou créez un compte avec un simple code.',
    promise: 'Personne chez {app} ne vous demandera jamais un code.',
    step: 'Étape {current} sur {total}',
    language: 'Langue',
    demo: {
      label: 'Mode démonstration',
      title: 'Mode démonstration.',
      text: 'Aucun message ne quitte cette machine. Vos codes sont dans la {inbox}.',
      inbox: 'boîte de réception',
    },
  },
  notFound: {
    title: 'Page introuvable',
    heading: 'Il n’y a pas de porte ici',
    intro: 'L’adresse est peut-être mal saisie, ou la page a été déplacée. Votre compte va bien.',
    home: 'Aller à l’accueil',
    signIn: 'Se connecter',
  },
  unreadableForm: {
    title: 'Ce formulaire n’a pas pu être lu',
    intro:
      'Il a été modifié en chemin, ou le site a été mis à jour depuis que vous avez ouvert la page. Rien n’a été fait. Rouvrez la page et recommencez.',
    again: 'Rouvrir la page',
  },
  landing: {
    navigation: 'Menu principal',
    forDevelopers: 'Pour les développeurs',
    yourAccount: 'Votre compte',
    title: 'Un petit code ouvre la porte.',
    intro:
      '{app} vous rend l’accès quand le mot de passe est perdu, vous connecte sans lui et vous demande votre accord avant toute chose importante. Chaque fois avec un code, envoyé à l’adresse e-mail ou au téléphone que vous utilisez déjà.',
    signIn: 'Se connecter',
    forgotPassword: 'J’ai oublié mon mot de passe',
    newHere: 'Nouveau ici ?',
    register: 'Créer un compte',
    stepsTitle: 'Trois étapes, environ une minute',
    steps: [
      {
        title: 'Dites qui vous êtes',
        text: 'Votre adresse e-mail ou votre numéro de téléphone. Nous ne demandons rien de plus.',
      },
      {
        title: 'Lisez le code',
        text: 'Il arrive par le moyen que vous choisissez, par e-mail ou sur votre téléphone, en quelques secondes.',
      },
      {
        title: 'Saisissez-le',
        text: 'Vous pouvez le coller, les espaces ne comptent pas, et la plupart des téléphones le remplissent seuls.',
      },
    ],
    promisesTitle: 'Ce sur quoi vous pouvez compter',
    promisesIntro:
      'Un code est une petite chose qui ouvre de grandes portes. Il est donc fait pour ne servir à personne d’autre que vous.',
    promises: [
      {
        title: 'Il sert une fois',
        text: 'Un code ouvre une porte, une seule fois, dans le navigateur qui l’a demandé. Ailleurs, il ne vaut rien.',
      },
      {
        title: 'Il ne dure pas',
        text: 'Dix minutes au plus. Ensuite, c’est de nouveau un nombre ordinaire, pour vous comme pour tous.',
      },
      {
        title: 'Il ne se devine pas',
        text: 'Après quelques essais erronés, il ne vaut plus rien, et en demander un autre ne rend pas les essais.',
      },
      {
        title: 'Il n’est écrit nulle part',
        text: 'Aucun code n’est conservé, même chiffré. Qui volerait toute la base de données n’en trouverait pas un seul.',
      },
    ],
    developers: {
      title: 'Les mêmes codes, depuis votre application',
      api: 'Demandez un code, vérifiez ce qui a été saisi et recevez une autorisation pour une seule chose, une seule fois. C’est du JSON tout simple sur HTTP, avec les erreurs en « problem details ». Votre application parle déjà Twilio Verify ? Dirigez-la ici et laissez-la telle quelle.',
      delivery:
        '{app} choisit le fournisseur, passe au suivant quand il fait défaut et vous dit ce qu’est devenu chaque message.',
      link: 'Lire la description de l’API',
      example: 'Un exemple de l’API',
    },
    footer: {
      signIn: 'Se connecter',
      forgotPassword: 'Mot de passe oublié',
      register: 'Créer un compte',
    },
  },
  login: {
    title: 'Se connecter',
    intro: 'Avec votre mot de passe, ou sans : nous pouvons vous envoyer un code.',
    newHere: 'Nouveau ici ?',
    register: 'Créer un compte',
    identifier: 'E-mail ou téléphone',
    password: 'Mot de passe',
    forgotPassword: 'Mot de passe oublié ?',
    submit: 'Se connecter',
    or: 'ou',
    sendCode: 'M’envoyer un code',
    passkey: 'Utiliser une clé d’accès',
    notices: {
      password_set: 'Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.',
      signed_out: 'Vous êtes déconnecté.',
      unlocked: 'Les codes fonctionnent de nouveau pour votre compte.',
    },
  },
};
