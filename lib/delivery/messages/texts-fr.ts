import type { Texts } from './texts-en';

/** French, with "vous". */
export const textsFr: Partial<Texts> = {
  'greeting.named': 'Bonjour {name},',
  'greeting.plain': 'Bonjour,',
  'mail.life': 'Il est valable {life}, jusqu’au {until}.',
  'mail.secret':
    'Personne chez {app} ne vous demandera jamais ce code. Ne le communiquez à personne, ni à l’oral ni par écrit.',
  'mail.unasked':
    'Vous ne l’avez pas demandé ? Alors ignorez ce message : quelqu’un a peut-être saisi votre adresse par erreur, et sans le code il ne se passe rien.',
  'mail.preheader': 'Valable {life}. Personne chez {app} ne vous le demandera jamais.',
  'mail.not_me_code': 'Ce n’était pas moi : annuler ce code',
  'mail.not_me': 'Ce n’était pas moi : prévenir {app}',
  'mail.footer': '{app}, {host}',
  'fact.site': 'Site',
  'fact.action': 'Action',
  'fact.time': 'Heure',
  'fact.device': 'Appareil',
  'fact.amount': 'Montant',
  'fact.payee': 'Bénéficiaire',
  'fact.kind': 'Objet',
  'fact.text': 'Détails',

  'login.subject': 'Votre code de connexion à {app}',
  'login.intro': 'Utilisez ce code pour vous connecter à {app} :',
  'login.action': 'Connexion',
  'password_reset.subject': 'Réinitialisez votre mot de passe {app}',
  'password_reset.intro': 'Utilisez ce code pour choisir un nouveau mot de passe {app} :',
  'password_reset.action': 'Réinitialiser le mot de passe',
  'registration.subject': 'Terminez votre inscription à {app}',
  'registration.intro': 'Utilisez ce code pour terminer votre inscription à {app} :',
  'registration.action': 'Inscription',
  'verification.subject': 'Confirmez votre adresse pour {app}',
  'verification.intro': 'Utilisez ce code pour confirmer votre adresse pour {app} :',
  'verification.action': 'Confirmer une adresse',
  'second_factor.subject': 'Deuxième étape de votre connexion à {app}',
  'second_factor.intro': 'Utilisez ce code pour la deuxième étape de votre connexion à {app} :',
  'second_factor.action': 'Connexion, deuxième étape',
  'approval.subject': 'Votre accord est demandé par {app}',
  'approval.intro': 'N’utilisez ce code que si vous voulez approuver ceci :',
  'approval.action': 'Approuver',
  'approval.link': 'Saisissez le code sur cette page, ou refusez-y la demande :',
  'compat.subject': 'Votre code de vérification {app}',
  'compat.intro': 'Utilisez ce code sur {app} :',
  'compat.action': 'Vérification',

  'sms.code': 'Votre code {app} est : {code}. Valable {life}.',
  'sms.approval': '{app} : approuvez {amount} pour {payee} avec le code {code}. Valable {life}.',
  'sms.approval_link': 'Ou refusez : {url}',
  'sms.login': 'Pour vous connecter.',
  'sms.password_reset': 'Pour changer votre mot de passe.',
  'sms.registration': 'Pour vous inscrire.',
  'sms.verification': 'Pour confirmer ce numéro.',
  'sms.second_factor': 'Pour vous connecter (2/2).',
  'sms.compat': '',
  'sms.time': 'Demandé à {clock}.',
  'sms.secret': 'Ne le communiquez jamais.',
  'voice.code':
    'Bonjour. Votre code {app} est : {code}. Je répète : {code}. Nous ne vous le demanderons jamais. Au revoir.',

  'password_changed.subject': 'Votre mot de passe {app} a été modifié',
  'password_changed.body':
    'Le mot de passe de votre compte {app} a été modifié. Toutes vos sessions ont été fermées, et les codes déjà envoyés ne fonctionnent plus.',
  'password_changed.advice':
    'Ce n’était pas vous ? Alors une autre personne a accès à cette adresse. Réinitialisez à nouveau votre mot de passe :',
  'password_changed.sms': '{app} : votre mot de passe a été modifié. Pas vous ? Réinitialisez-le sur {host}',
  'new_sign_in.subject': 'Nouvelle connexion à votre compte {app}',
  'new_sign_in.body':
    'Quelqu’un s’est connecté à votre compte {app} depuis un navigateur que nous ne connaissions pas encore.',
  'new_sign_in.advice':
    'Ce n’était pas vous ? Alors réinitialisez votre mot de passe, ce qui ferme toutes les sessions :',
  'new_sign_in.sms':
    '{app} : nouvelle connexion à votre compte ({device}). Pas vous ? Changez de mot de passe : {host}',
  'address_in_use.subject': 'Vous avez déjà un compte {app}',
  'address_in_use.body':
    'Quelqu’un, peut-être vous, a essayé de s’inscrire à {app} avec cette adresse. Elle appartient déjà à votre compte, et rien n’a été modifié.',
  'address_in_use.advice':
    'Vous pouvez vous connecter, ou choisir un nouveau mot de passe si vous l’avez oublié :',
  'address_in_use.sms': '{app} : ce numéro a déjà un compte. Connectez-vous sur {host}',
  'address_changed.subject': 'Une adresse de votre compte {app} a été modifiée',
  'address_changed.body': 'Votre compte {app} utilise maintenant une autre adresse pour vous joindre : {to}.',
  'address_changed.advice':
    'Ce n’était pas vous ? Alors ouvrez ce lien. Pendant 72 heures, il rétablit l’ancienne adresse ; ensuite, il mène à un nouveau mot de passe :',
  'address_changed.sms': '{app} : une adresse de votre compte a été modifiée. Pas vous ? {url}',
  'address_removed.subject': 'Une adresse de votre compte {app} a été supprimée',
  'address_removed.body': 'Une adresse de votre compte {app} a été supprimée.',
  'address_removed.advice':
    'Ce n’était pas vous ? Alors ouvrez ce lien. Pendant 72 heures, il rétablit l’ancienne adresse ; ensuite, il mène à un nouveau mot de passe :',
  'address_removed.sms': '{app} : une adresse de votre compte a été supprimée. Pas vous ? {url}',
  'address_restored.subject': 'Une modification de votre compte {app} a été annulée',
  'address_restored.body':
    'Une modification d’adresse de votre compte {app} a été annulée. Toutes vos sessions ont été fermées.',
  'address_restored.advice':
    'Une autre personne connaît peut-être votre mot de passe. Choisissez-en un nouveau maintenant :',
  'address_restored.sms':
    '{app} : le changement de votre adresse est annulé, vos sessions sont fermées. Changez de mot de passe : {host}',
  'factor_changed.subject': 'La deuxième étape de votre connexion à {app} a été modifiée',
  'factor_changed.body': 'La deuxième étape de la connexion à votre compte {app} a été modifiée : {change}.',
  'factor_changed.advice':
    'Ce n’était pas vous ? Alors réinitialisez maintenant votre mot de passe et vérifiez vos réglages de sécurité :',
  'factor_changed.sms':
    '{app} : la deuxième étape de votre connexion a changé. Pas vous ? Changez de mot de passe : {host}',
  'release_planned.subject': 'La deuxième étape de votre connexion à {app} sera désactivée demain',
  'release_planned.body':
    'Quelqu’un a dit à l’assistance de {app} que vous n’aviez plus accès à aucune des deuxièmes étapes de votre compte. Dans 24 heures, elles seront toutes désactivées.',
  'release_planned.advice': 'Ce n’était pas vous ? Alors empêchez-le ici :',
  'release_planned.sms': '{app} : votre deuxième étape sera désactivée dans 24 heures. Pas vous ? {url}',
  'release_stopped.subject': 'La deuxième étape de votre connexion à {app} reste active',
  'release_stopped.body': 'La désactivation prévue de la deuxième étape de votre compte {app} a été annulée.',
  'release_stopped.advice':
    'Une autre personne l’a demandée ? Alors elle connaît peut-être votre mot de passe. Choisissez-en un nouveau maintenant :',
  'release_stopped.sms':
    '{app} : votre deuxième étape reste active. Pas votre demande ? Changez de mot de passe : {host}',
  'backup_code_used.subject': 'Un code de secours de votre compte {app} a été utilisé',
  'backup_code_used.body':
    'Quelqu’un s’est connecté à votre compte {app} avec un de ses codes de secours. Codes restants : {left}.',
  'backup_code_used.advice':
    'Ce n’était pas vous ? Alors réinitialisez maintenant votre mot de passe et créez de nouveaux codes de secours :',
  'backup_code_used.sms':
    '{app} : connexion avec un code de secours. Pas vous ? Changez de mot de passe : {host}',
  'account_held.subject': 'Trop de codes erronés pour votre compte {app}',
  'account_held.body':
    'Quelqu’un a saisi trop de codes erronés pour votre compte {app}. Par sécurité, personne ne peut saisir de code pendant un moment.',
  'account_held.advice':
    'Ce n’était pas vous ? Votre compte est en sécurité ; vous pourrez choisir un nouveau mot de passe plus tard :',
  'account_held.sms': '{app} : trop de codes erronés. Votre compte est bloqué pour un moment.',
  'factor_off.subject': 'Les codes de votre compte {app} sont désactivés',
  'factor_off.body':
    'Quelqu’un a saisi à de nombreuses reprises des codes ou des mots de passe erronés pour votre compte {app}. Nous ne les acceptons plus, sauf dans les navigateurs qui vous ont déjà servi à vous connecter.',
  'factor_off.advice': 'Pour réactiver les codes partout, ouvrez cette page et cliquez sur le bouton :',
  'factor_off.sms': '{app} : trop de codes erronés, codes désactivés. Pour les réactiver : {url}',
  'reset_invited.subject': 'Choisissez un nouveau mot de passe pour votre compte {app}',
  'reset_invited.body':
    'Comme convenu avec notre assistance, vous pouvez choisir vous-même un nouveau mot de passe pour votre compte {app}.',
  'reset_invited.advice':
    'Ouvrez cette page et saisissez votre adresse e-mail ou votre numéro de téléphone. Nous ne vous demanderons jamais le code :',
  'reset_invited.sms': '{app} : comme convenu, choisissez un nouveau mot de passe sur {host}',
  'change.authenticator_added': 'une application d’authentification a été ajoutée',
  'change.authenticator_removed': 'l’application d’authentification a été supprimée',
  'change.backup_codes_made': 'de nouveaux codes de secours ont été créés',
  'change.code_added': 'les codes par message ont été activés comme deuxième étape',
  'change.code_removed': 'les codes par message ont été désactivés comme deuxième étape',
  'change.passkey_added': 'une clé d’accès a été ajoutée',
  'change.passkey_removed': 'une clé d’accès a été supprimée',
  'change.released': 'elle a été entièrement désactivée, comme annoncé la veille',
  'change.other': 'veuillez vérifier vos réglages de sécurité',
};
