import type { CustomerText, Sentence } from '@/lib/schemas/public-text';

export const de: Readonly<Record<CustomerText, Sentence>> = {
  code_incorrect: {
    one: 'Der Code ist nicht richtig. Noch {n} Versuch.',
    other: 'Der Code ist nicht richtig. Noch {n} Versuche.',
  },
  attempts_left: { one: 'Noch {n} Versuch.', other: 'Noch {n} Versuche.' },
  code_expired: 'Dieser Code ist abgelaufen.',
  code_used: 'Dieser Code wurde schon benutzt. Fordern Sie einen neuen an.',
  code_malformed: 'Geben Sie die Ziffern des Codes ein, zum Beispiel 123456.',
  too_many_attempts: 'Zu viele Versuche.',
  backup_code_malformed: 'Das ist kein vollständiger Ersatzcode.',
  not_found: 'Diese Anfrage ist nicht mehr bekannt. Beginnen Sie von vorn.',
  too_soon: 'Einen neuen Code können Sie in {wait} anfordern.',
  too_many_sends: 'Für diese Anfrage können keine Codes mehr gesendet werden. Beginnen Sie von vorn.',
  channel_required: 'Wählen Sie, wie der Code kommen soll.',
  channel_not_offered: 'Auf diesem Weg können keine Codes gesendet werden. Wählen Sie einen anderen.',
  code_sent: 'Wir haben Ihnen einen Code gesendet.',
  code_resent: 'Wir haben Ihnen einen neuen Code gesendet. Ältere Codes gelten nicht mehr.',

  delivery_queued: 'Wird gesendet …',
  delivery_sending: 'Wird gesendet …',
  delivery_retrying: 'Der erste Weg hat nicht geklappt. Wir versuchen einen anderen …',
  delivery_sent: 'Gesendet. Bis zur Ankunft kann es eine Minute dauern.',
  delivery_accepted: 'Vom Netz angenommen. Die Nachricht sollte jeden Moment ankommen.',
  delivery_delivered: 'Zugestellt.',
  delivery_failed: 'Die Nachricht konnte nicht gesendet werden.',
  delivery_failed_email: 'Dieses Postfach hat die Nachricht nicht angenommen.',
  delivery_failed_sms: 'Diese Nummer kann keine SMS empfangen.',
  delivery_failed_whatsapp: 'Diese Nummer kann keine WhatsApp-Nachrichten empfangen.',
  delivery_failed_voice: 'Der Anruf wurde nicht angenommen.',

  approval_ended: 'Darüber ist schon entschieden, oder es ist zu spät.',
  approval_void:
    'Was Sie freigeben sollten, wurde inzwischen verändert. Es ist ungültig, und nichts wurde freigegeben.',
  approval_expired: 'Niemand hat rechtzeitig geantwortet. Es geschieht nichts.',
  approval_withdrawn: 'Die Anfrage wurde zurückgezogen. Es geschieht nichts.',
  approval_granted: 'Sie haben das freigegeben.',
  approval_denied: 'Sie haben das abgelehnt. Es geschieht nichts.',

  limited: 'Zu viele Versuche. Versuchen Sie es in {wait} erneut.',
  account_held: 'Zu viele Versuche. Versuchen Sie es in {wait} erneut.',
  factor_off: 'Zu viele Versuche. Dieser Weg der Anmeldung ist aus, bis Sie ihn neu einrichten.',

  not_me_noted: 'Danke. Falls in der Nachricht ein Code stand, gilt er nicht mehr.',
  not_me_ended:
    'Alle sind von Ihrem Konto abgemeldet, und seine Codes gelten nicht mehr. Setzen Sie jetzt ein neues Passwort.',
  link_used:
    'Dieser Link wurde schon benutzt oder ist zu alt. Melden Sie sich an, oder fordern Sie einen neuen Code an.',

  empty: 'Geben Sie Ihre E-Mail-Adresse oder Telefonnummer ein.',
  unrecognised: 'Geben Sie eine E-Mail-Adresse wie ann@example.com oder eine Telefonnummer ein.',
  email_required: 'Geben Sie Ihre E-Mail-Adresse ein.',
  email_malformed: 'Das ist keine vollständige E-Mail-Adresse. Sie sieht aus wie ann@example.com.',
  email_lookalike:
    'Die E-Mail-Adresse enthält Zeichen, die anderen gleichen. Schreiben Sie sie mit einfachen Buchstaben.',
  email_too_long: 'Die E-Mail-Adresse ist zu lang.',
  phone_required: 'Geben Sie Ihre Telefonnummer ein.',
  phone_malformed: 'Das ist keine vollständige Telefonnummer.',
  phone_needs_country: 'Beginnen Sie die Nummer mit + und der Landesvorwahl, zum Beispiel +91 98765 43210.',
  phone_premium: 'An Nummern dieser Art können keine Codes gesendet werden. Nehmen Sie eine andere.',
  phone_country_refused: 'In dieses Land können keine Codes gesendet werden.',
  address_required: 'Geben Sie Ihre E-Mail-Adresse, Ihre Telefonnummer oder beides ein.',
  address_taken: 'Diese Adresse geht nicht. Melden Sie sich an, oder nehmen Sie eine andere.',

  password_required: 'Geben Sie Ihr Passwort ein.',
  sign_in_failed: 'E-Mail, Telefon oder Passwort ist nicht richtig.',
  too_short: { one: 'Verwenden Sie mindestens {n} Zeichen.', other: 'Verwenden Sie mindestens {n} Zeichen.' },
  too_long: 'Verwenden Sie höchstens 256 Zeichen.',
  common: 'Dieses Passwort ist eines der häufigsten. Wählen Sie ein anderes.',
  own_words:
    'Das Passwort ist Ihrem Namen, Ihrer Adresse oder dem Namen dieser Seite zu ähnlich. Fügen Sie andere Wörter hinzu.',
  whitespace_only: 'Das Passwort besteht nur aus Leerzeichen. Fügen Sie Buchstaben oder Ziffern hinzu.',
  passwords_differ: 'Die beiden Passwörter sind nicht gleich.',
  name_too_long: 'Verwenden Sie für den Namen höchstens 100 Zeichen.',
  password_changed: 'Ihr Passwort ist gesetzt. Melden Sie sich damit an.',
  password_changed_factor_stays: 'Ihr Passwort ist gesetzt. Ihr zweiter Schritt bleibt an.',

  grant_used: 'Dieser Schritt ist beendet. Beginnen Sie von vorn.',
  flow_restarted: 'Eine neuere Anfrage hat diese ersetzt. Machen Sie mit der neueren weiter.',
  second_factor_needed: 'Bestätigen Sie mit Ihrem zweiten Schritt.',
  way_closed: 'Dieser Weg ist hier nicht offen. Wählen Sie einen anderen.',
  factor_code_used: 'Dieser Code wurde schon benutzt. Warten Sie auf den nächsten in Ihrer App.',
  app_code_incorrect: 'Der Code ist nicht richtig. Geben Sie den ein, den Ihre App jetzt zeigt.',
  passkey_refused:
    'Dieser Passkey wurde nicht angenommen. Versuchen Sie es erneut, oder wählen Sie einen anderen Weg.',
  passkeys_not_offered: 'Unter dieser Adresse funktionieren Passkeys nicht.',
  passkey_canceled: 'Es wurde nichts bestätigt. Versuchen Sie es erneut, oder wählen Sie einen anderen Weg.',
  passkey_on: 'Ihr Passkey ist an. Sie können sich auch mit ihm allein anmelden.',
  passkey_renamed: 'Der Name ist geändert.',
  passkey_name_malformed: 'Verwenden Sie für den Namen 1 bis 60 Zeichen.',
  authenticator_on:
    'Ihre Authenticator-App ist an. Von jetzt an wird bei der Anmeldung nach ihrem Code gefragt.',
  factor_on_already: 'Das ist schon an.',
  factor_needs_other:
    'Setzen Sie zuerst ein Passwort, oder bestätigen Sie eine weitere Adresse: Sonst könnten Sie sich aussperren.',
  address_last: 'Ihr Konto braucht eine bestätigte Adresse. Fügen Sie zuerst eine andere hinzu.',
  address_is_factor: 'Codes an diese Adresse sind Ihr zweiter Schritt. Schalten Sie ihn zuerst aus.',
  release_stopped:
    'Es ist gestoppt: Ihre zweiten Schritte bleiben an. Setzen Sie ein neues Passwort, wenn nicht Sie es waren.',
  release_planned_already: 'Das ist schon geplant.',
  factor_required:
    'Ihre Rolle braucht einen zweiten Schritt. Schalten Sie einen anderen ein, bevor Sie diesen ausschalten.',
  change_undone:
    'Die Änderung ist zurückgenommen, und alle sind abgemeldet. Setzen Sie jetzt ein neues Passwort.',
  password_wrong: 'Das Passwort ist nicht richtig.',
  password_now_set: 'Ihr Passwort ist gesetzt. Überall sonst sind Sie abgemeldet.',
  address_set: 'Ihre Adresse ist gesetzt.',
  address_removed: 'Die Adresse ist entfernt.',
  channel_set: 'Wir nehmen diesen Weg zuerst.',
  setup_restarted: 'Diese Einrichtung ist beendet. Beginnen Sie sie von vorn.',
  sessions_ended: 'Überall sonst sind Sie abgemeldet.',
  session_ended: 'Dieser Browser ist abgemeldet.',
  trust_ended: 'Dieses Gerät wird wieder nach dem zweiten Schritt gefragt.',
  factor_removed: 'Es ist aus.',
  factor_added: 'Es ist an.',
  check_needed: 'Bestätigen Sie zuerst, dass Sie es sind.',
  signed_out: 'Sie sind abgemeldet.',
  sign_in_needed: 'Melden Sie sich an, um fortzufahren.',

  request_foreign: 'Diese Eingabe kam nicht von hier. Öffnen Sie die Seite neu, und wiederholen Sie sie.',
  puzzle_needed:
    'Aus Ihrem Netz wurden viele Codes angefordert. Warten Sie {wait}, und drücken Sie die Taste dann erneut: Das hält automatische Anfragen fern.',
  captcha_needed:
    'Aus Ihrem Netz wurden viele Codes angefordert. Zeigen Sie unten, dass Sie ein Mensch sind; oder warten Sie {wait}, und drücken Sie die Taste erneut.',
  puzzle_failed: 'Die Prüfung auf automatische Anfragen ist fehlgeschlagen. Versuchen Sie es erneut.',
  unavailable: 'Hier funktioniert etwas nicht. Versuchen Sie es in einer Minute erneut.',
};
