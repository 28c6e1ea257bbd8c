import type { Texts } from './texts-en';

/** German, with "Sie". */
export const textsDe: Partial<Texts> = {
  'greeting.named': 'Guten Tag {name},',
  'greeting.plain': 'Guten Tag,',
  'mail.life': 'Er gilt {life}, bis {until}.',
  'mail.secret':
    'Niemand von {app} wird Sie je nach diesem Code fragen. Verraten Sie ihn niemandem und geben Sie ihn nicht weiter.',
  'mail.unasked':
    'Sie haben ihn nicht angefordert? Dann ignorieren Sie diese Nachricht: Vielleicht hat jemand versehentlich Ihre Adresse eingegeben, und ohne den Code geschieht nichts.',
  'mail.preheader': 'Gilt {life}. Niemand von {app} wird Sie je danach fragen.',
  'mail.not_me_code': 'Das war ich nicht: diesen Code sperren',
  'mail.not_me': 'Das war ich nicht: {app} Bescheid geben',
  'mail.footer': '{app}, {host}',
  'fact.site': 'Website',
  'fact.action': 'Vorgang',
  'fact.time': 'Zeit',
  'fact.device': 'Gerät',
  'fact.amount': 'Betrag',
  'fact.payee': 'Empfänger',
  'fact.kind': 'Art',
  'fact.text': 'Einzelheiten',

  'login.subject': 'Ihr Code zur Anmeldung bei {app}',
  'login.intro': 'Mit diesem Code melden Sie sich bei {app} an:',
  'login.action': 'Anmelden',
  'password_reset.subject': 'Neues Passwort für {app}',
  'password_reset.intro': 'Mit diesem Code legen Sie ein neues Passwort für {app} fest:',
  'password_reset.action': 'Passwort zurücksetzen',
  'registration.subject': 'Schließen Sie Ihre Registrierung bei {app} ab',
  'registration.intro': 'Mit diesem Code schließen Sie Ihre Registrierung bei {app} ab:',
  'registration.action': 'Registrieren',
  'verification.subject': 'Bestätigen Sie Ihre Adresse für {app}',
  'verification.intro': 'Mit diesem Code bestätigen Sie Ihre Adresse für {app}:',
  'verification.action': 'Adresse bestätigen',
  'second_factor.subject': 'Zweiter Schritt Ihrer Anmeldung bei {app}',
  'second_factor.intro': 'Das ist der Code für den zweiten Schritt Ihrer Anmeldung bei {app}:',
  'second_factor.action': 'Anmelden, zweiter Schritt',
  'approval.subject': 'Ihre Freigabe bei {app} ist erforderlich',
  'approval.intro': 'Verwenden Sie diesen Code nur, wenn Sie Folgendes freigeben wollen:',
  'approval.action': 'Freigeben',
  'approval.link': 'Geben Sie den Code auf dieser Seite ein, oder lehnen Sie dort ab:',
  'compat.subject': 'Ihr Bestätigungscode für {app}',
  'compat.intro': 'Verwenden Sie diesen Code bei {app}:',
  'compat.action': 'Bestätigen',

  'sms.code': 'Ihr Code für {app} lautet: {code}. Gilt {life}.',
  'sms.approval': '{app}: {amount} an {payee} freigeben mit Code {code}. Gilt {life}.',
  'sms.approval_link': 'Oder ablehnen: {url}',
  'sms.login': 'Zum Anmelden.',
  'sms.password_reset': 'Für ein neues Passwort.',
  'sms.registration': 'Zum Registrieren.',
  'sms.verification': 'Zum Bestätigen dieser Nummer.',
  'sms.second_factor': 'Zum Anmelden, Schritt 2.',
  'sms.compat': '',
  'sms.time': 'Angefordert {clock}.',
  'sms.secret': 'Wir fragen nie danach.',
  'voice.code':
    'Guten Tag. Ihr Code für {app} lautet: {code}. Noch einmal: {code}. Wir fragen nie danach. Auf Wiederhören.',

  'password_changed.subject': 'Ihr Passwort für {app} wurde geändert',
  'password_changed.body':
    'Das Passwort Ihres Kontos bei {app} wurde geändert. Sie wurden überall abgemeldet, und Codes, die noch unterwegs waren, gelten nicht mehr.',
  'password_changed.advice':
    'Das waren nicht Sie? Dann hat jemand anderes Zugang zu dieser Adresse. Setzen Sie Ihr Passwort erneut zurück:',
  'password_changed.sms': '{app}: Ihr Passwort wurde geändert. Nicht von Ihnen? Neu setzen: {host}',
  'new_sign_in.subject': 'Neue Anmeldung in Ihrem Konto bei {app}',
  'new_sign_in.body':
    'Jemand hat sich mit einem Browser, den wir noch nicht kannten, in Ihrem Konto bei {app} angemeldet.',
  'new_sign_in.advice':
    'Das waren nicht Sie? Dann setzen Sie Ihr Passwort zurück, das beendet alle Sitzungen:',
  'new_sign_in.sms': '{app}: neue Anmeldung in Ihrem Konto ({device}). Nicht Sie? Passwort ändern: {host}',
  'address_in_use.subject': 'Sie haben schon ein Konto bei {app}',
  'address_in_use.body':
    'Jemand, vielleicht Sie selbst, wollte sich mit dieser Adresse bei {app} registrieren. Sie gehört schon zu Ihrem Konto, und es wurde nichts geändert.',
  'address_in_use.advice':
    'Sie können sich anmelden oder ein neues Passwort festlegen, falls Sie Ihres vergessen haben:',
  'address_in_use.sms': '{app}: Diese Nummer hat schon ein Konto. Anmelden: {host}',
  'address_changed.subject': 'Eine Adresse Ihres Kontos bei {app} wurde geändert',
  'address_changed.body': 'Für Ihr Konto bei {app} ist jetzt eine andere Adresse hinterlegt: {to}.',
  'address_changed.advice':
    'Das waren nicht Sie? Dann öffnen Sie diesen Link. Innerhalb von 72 Stunden stellt er die alte Adresse wieder her, danach führt er zu einem neuen Passwort:',
  'address_changed.sms': '{app}: Eine Adresse Ihres Kontos wurde geändert. Nicht von Ihnen? {url}',
  'address_removed.subject': 'Eine Adresse wurde aus Ihrem Konto bei {app} entfernt',
  'address_removed.body': 'Aus Ihrem Konto bei {app} wurde eine Adresse entfernt.',
  'address_removed.advice':
    'Das waren nicht Sie? Dann öffnen Sie diesen Link. Innerhalb von 72 Stunden stellt er die alte Adresse wieder her, danach führt er zu einem neuen Passwort:',
  'address_removed.sms': '{app}: Eine Adresse Ihres Kontos wurde entfernt. Nicht von Ihnen? {url}',
  'address_restored.subject': 'Eine Änderung Ihres Kontos bei {app} wurde zurückgenommen',
  'address_restored.body':
    'Die Änderung einer Adresse Ihres Kontos bei {app} wurde zurückgenommen. Sie wurden überall abgemeldet.',
  'address_restored.advice': 'Vielleicht kennt jemand anderes Ihr Passwort. Legen Sie jetzt ein neues fest:',
  'address_restored.sms':
    '{app}: Die Änderung Ihrer Adresse ist zurückgenommen, Sie sind abgemeldet. Neues Passwort: {host}',
  'factor_changed.subject': 'Der zweite Schritt Ihrer Anmeldung bei {app} wurde geändert',
  'factor_changed.body':
    'Der zweite Schritt der Anmeldung in Ihrem Konto bei {app} wurde geändert: {change}.',
  'factor_changed.advice':
    'Das waren nicht Sie? Dann setzen Sie jetzt Ihr Passwort zurück und prüfen Sie Ihre Sicherheitseinstellungen:',
  'factor_changed.sms':
    '{app}: Der zweite Schritt Ihrer Anmeldung wurde geändert. Nicht Sie? Passwort ändern: {host}',
  'release_planned.subject': 'Der zweite Schritt Ihrer Anmeldung bei {app} wird morgen abgeschaltet',
  'release_planned.body':
    'Jemand hat dem Kundendienst von {app} mitgeteilt, dass kein zweiter Schritt Ihres Kontos mehr zugänglich ist. In 24 Stunden werden alle abgeschaltet.',
  'release_planned.advice': 'Das waren nicht Sie? Dann stoppen Sie es hier:',
  'release_planned.sms': '{app}: Ihr zweiter Schritt wird in 24 Stunden abgeschaltet. Nicht Sie? {url}',
  'release_stopped.subject': 'Der zweite Schritt Ihrer Anmeldung bei {app} bleibt an',
  'release_stopped.body': 'Der zweite Schritt Ihres Kontos bei {app} wird nun doch nicht abgeschaltet.',
  'release_stopped.advice':
    'Jemand anderes hat darum gebeten? Dann kennt diese Person vielleicht Ihr Passwort. Legen Sie jetzt ein neues fest:',
  'release_stopped.sms':
    '{app}: Ihr zweiter Schritt bleibt an. Jemand anderes wollte das? Passwort ändern: {host}',
  'backup_code_used.subject': 'Ein Ersatzcode Ihres Kontos bei {app} wurde verwendet',
  'backup_code_used.body':
    'Jemand hat sich mit einem Ersatzcode in Ihrem Konto bei {app} angemeldet. Übrige Ersatzcodes: {left}.',
  'backup_code_used.advice':
    'Das waren nicht Sie? Dann setzen Sie jetzt Ihr Passwort zurück und erzeugen Sie neue Ersatzcodes:',
  'backup_code_used.sms': '{app}: Anmeldung mit einem Ersatzcode. Nicht Sie? Passwort ändern: {host}',
  'account_held.subject': 'Zu viele falsche Codes für Ihr Konto bei {app}',
  'account_held.body':
    'Jemand hat zu viele falsche Codes für Ihr Konto bei {app} eingegeben. Zu Ihrer Sicherheit kann vorübergehend niemand Codes eingeben.',
  'account_held.advice':
    'Das waren nicht Sie? Ihr Konto ist sicher; Sie können später ein neues Passwort festlegen:',
  'account_held.sms': '{app}: Zu viele falsche Codes für Ihr Konto. Es ist vorübergehend gesperrt.',
  'factor_off.subject': 'Codes für Ihr Konto bei {app} sind abgeschaltet',
  'factor_off.body':
    'Jemand hat immer wieder falsche Codes oder Passwörter für Ihr Konto bei {app} eingegeben. Wir nehmen keine mehr an, außer in Browsern, in denen Sie schon angemeldet waren.',
  'factor_off.advice':
    'Um Codes überall wieder einzuschalten, öffnen Sie diese Seite und klicken Sie auf die Schaltfläche:',
  'factor_off.sms': '{app}: Zu viele falsche Codes, sie sind abgeschaltet. Wieder einschalten: {url}',
  'reset_invited.subject': 'Legen Sie ein neues Passwort für Ihr Konto bei {app} fest',
  'reset_invited.body':
    'Wie mit unserem Kundendienst vereinbart, können Sie selbst ein neues Passwort für Ihr Konto bei {app} festlegen.',
  'reset_invited.advice':
    'Öffnen Sie diese Seite und geben Sie Ihre E-Mail-Adresse oder Telefonnummer ein. Wir fragen Sie nie nach dem Code:',
  'reset_invited.sms': '{app}: Wie vereinbart, legen Sie ein neues Passwort fest: {host}',
  'change.authenticator_added': 'eine Authenticator-App wurde hinzugefügt',
  'change.authenticator_removed': 'die Authenticator-App wurde entfernt',
  'change.backup_codes_made': 'neue Ersatzcodes wurden erzeugt',
  'change.code_added': 'Codes per Nachricht wurden als zweiter Schritt eingeschaltet',
  'change.code_removed': 'Codes per Nachricht wurden als zweiter Schritt ausgeschaltet',
  'change.passkey_added': 'ein Passkey wurde hinzugefügt',
  'change.passkey_removed': 'ein Passkey wurde entfernt',
  'change.released': 'er wurde ganz abgeschaltet, wie am Tag zuvor angekündigt',
  'change.other': 'bitte sehen Sie in Ihren Sicherheitseinstellungen nach',
};
