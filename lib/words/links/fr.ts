import type { LinksWords } from './links';

export const fr: LinksWords = {
  notMe: {
    title: 'Ce n’était pas moi',
    heading: 'Ce n’était pas vous ?',
    intro:
      'Vous avez reçu un message de notre part sur quelque chose que vous n’avez pas fait. Dites-le-nous, et son code ne fonctionnera plus.',
    endSessions: 'Déconnecter tout le monde de mon compte',
    endSessionsHint: 'Si quelqu’un d’autre peut y être. Vous choisirez ensuite un nouveau mot de passe.',
    submit: 'Ce n’était pas moi',
    next: 'Choisir un nouveau mot de passe',
    back: 'Retour à la connexion',
  },
  undo: {
    title: 'Rétablir votre adresse',
    intro:
      'L’adresse de votre compte a été modifiée. Si ce n’était pas vous, annulez la modification : tous ceux qui sont connectés à votre compte seront déconnectés.',
    submit: 'Annuler la modification',
    next: 'Choisir un nouveau mot de passe',
    back: 'Retour à la connexion',
  },
  unlock: {
    title: 'Réactiver les codes',
    intro:
      'Trop de codes erronés ont été saisis pour votre compte ; nous ne les acceptons donc plus. Votre mot de passe et vos données sont intacts.',
    submit: 'Réactiver les codes',
    back: 'Retour à la connexion',
  },
  stopRelease: {
    title: 'Garder votre seconde étape',
    intro:
      'Quelqu’un a dit à notre assistance que toutes les secondes étapes de votre compte sont perdues et a demandé de les désactiver. Si ce n’était pas vous, arrêtez cela.',
    submit: 'Arrêter',
    next: 'Choisir un nouveau mot de passe',
    back: 'Retour à la connexion',
  },
  approvals: {
    title: 'À approuver',
    nothing: 'Rien n’attend votre accord.',
    item: '{kind} : {amount} {currency} à {payee}',
    decide: 'Décider',
    back: 'Retour à votre compte',
  },
  approve: {
    title: 'Approuver',
    signInTitle: 'Connectez-vous pour approuver',
    signInIntro: 'Ce que vous devez approuver n’est montré qu’à vous.',
    signIn: 'Se connecter',
    heading: 'Approuvez-vous ceci ?',
    intro: 'N’approuvez que si vous êtes au courant et que chaque mot est juste.',
    amount: 'Montant',
    payee: 'Bénéficiaire',
    kind: 'Objet',
    text: 'Détails',
    askedBy: 'Demandé par',
    sentTo: 'Nous l’avons envoyé à {to}.',
    submit: 'Approuver',
    deny: 'Refuser',
    resend: 'Renvoyer le code',
    passkey: 'Utiliser votre clé d’accès',
    back: 'Retour à votre compte',
    shop: 'Retour à la boutique',
    ended: {
      approved: 'Approuvé',
      denied: 'Refusé',
      canceled: 'Retiré',
      expired: 'Trop tard',
      void: 'Nul',
    },
  },
};
