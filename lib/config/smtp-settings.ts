import { readFileSync } from 'node:fs';
import { booleanSetting, type Env, integerSetting, textSetting } from './read-setting';

export interface SmtpSettings {
  host: string;
  port: number;
  /** `implicit`: TLS from the first byte (465). `starttls`: an upgrade is demanded. `none`: as it comes, no upgrade. */
  encryption: 'implicit' | 'starttls' | 'none';
  login: { user: string; password: string } | null;
  /** PEM of a private certificate authority; null: those that Node trusts. */
  certificateAuthority: string | null;
}

/** Who messages come from. Without a name the app's name is shown. */
export interface Sender {
  name: string | null;
  address: string;
}

const addressForm = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;

/** The SMTP server of the EMAIL_* settings. Names that are missing go to `missing`, wrong ones to `problems`. */
export function readSmtp(env: Env, problems: string[], missing: string[]): SmtpSettings {
  const host = textSetting(env, 'EMAIL_HOST');
  const user = textSetting(env, 'EMAIL_HOST_USER');
  const password = textSetting(env, 'EMAIL_HOST_PASSWORD');
  if (host === null) missing.push('EMAIL_HOST');
  if (user !== null && password === null) missing.push('EMAIL_HOST_PASSWORD');
  if (user === null && password !== null) missing.push('EMAIL_HOST_USER');
  const implicit = booleanSetting(env, problems, 'EMAIL_USE_SSL', false);
  const upgrade = booleanSetting(env, problems, 'EMAIL_USE_TLS', true);
  const port = integerSetting(env, problems, 'EMAIL_PORT', {
    default: implicit ? 465 : 587,
    min: 1,
    max: 65535,
  });
  return {
    host: host ?? '',
    port,
    encryption: implicit || port === 465 ? 'implicit' : upgrade ? 'starttls' : 'none',
    login:
      user !== null && password !== null ? { user, password: cleanPassword(host ?? '', password) } : null,
    certificateAuthority: readAuthority(env, problems),
  };
}

/** DEFAULT_FROM_EMAIL (`a@b` or `Name <a@b>`), or the login where that is an address. */
export function readSender(env: Env, problems: string[], missing: string[]): Sender {
  const typed = textSetting(env, 'DEFAULT_FROM_EMAIL');
  if (typed === null) {
    const user = textSetting(env, 'EMAIL_HOST_USER');
    if (user !== null && addressForm.test(user)) return { name: null, address: user };
    missing.push('DEFAULT_FROM_EMAIL');
    return { name: null, address: '' };
  }
  const named = /^"?([^"<>\r\n]*?)"?\s*<([^<>]+)>$/.exec(typed);
  const sender = named
    ? { name: named[1] || null, address: named[2]!.trim() }
    : { name: null, address: typed };
  if (!addressForm.test(sender.address)) {
    problems.push(
      `DEFAULT_FROM_EMAIL is "${typed}". Write an address such as login@example.com, or Name <login@example.com>.`,
    );
  }
  return sender;
}

/** Google shows app passwords as four groups of four letters; the (often non-breaking) spaces are not part of them. */
function cleanPassword(host: string, password: string): string {
  const google = /(^|\.)(gmail|googlemail|google)\.com$/i.test(host);
  return google || /^[a-z]{4}(\s[a-z]{4}){3}$/.test(password) ? password.replace(/\s/g, '') : password;
}

function readAuthority(env: Env, problems: string[]): string | null {
  const file = textSetting(env, 'EMAIL_CA_FILE');
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    problems.push(
      `EMAIL_CA_FILE is "${file}", which cannot be read. Give the path of a PEM file or remove it.`,
    );
    return null;
  }
}
