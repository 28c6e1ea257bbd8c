import { type Env, listSetting, textSetting } from './read-setting';

/** Who is told of an alert. Whoever has such a web address can write there: it is a secret. */
export interface AlertSettings {
  emails: readonly string[];
  /** Gets JSON by POST. */
  webhookUrl: string | null;
  /** Gets `{"text": …}` by POST, as Slack and what imitates it understand. */
  slackWebhookUrl: string | null;
}

const addressForm = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;

export function loadAlertSettings(
  env: Env,
  problems: string[],
  { mayBePrivate }: { mayBePrivate: boolean },
): AlertSettings {
  const emails = listSetting(env, 'ALERT_EMAILS').map((email) => email.toLowerCase());
  for (const email of emails.filter((text) => !addressForm.test(text))) {
    problems.push(
      `ALERT_EMAILS has "${email}". Write addresses such as ops@example.com, separated by commas.`,
    );
  }
  const url = (name: string) => readTarget(env, problems, name, mayBePrivate);
  return {
    emails,
    webhookUrl: url('ALERT_WEBHOOK_URL'),
    slackWebhookUrl: url('ALERT_SLACK_WEBHOOK_URL'),
  };
}

/** The sentence does not repeat the address: it may hold a token. */
function readTarget(env: Env, problems: string[], name: string, mayBePrivate: boolean): string | null {
  const typed = textSetting(env, name);
  if (typed === null) return null;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && mayBePrivate)) return typed;
  problems.push(
    `${name} is no address that starts with https:// (http:// needs WEBHOOKS_ALLOW_PRIVATE=true). Write it like https://hooks.example.com/alerts.`,
  );
  return null;
}
