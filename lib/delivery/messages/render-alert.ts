import { cleanParam } from './clean-param';
import type { MailContent } from './mail-layout';
import { renderMail } from './render-mail';
import type { MessageInput, MessageText } from './render-message';

const titles: Readonly<Record<string, string>> = { cleared: 'All clear', test: 'Test of the alerts' };
const longestText = 400;

/** A mail to the operator, in English like the console. Its text is ours (lib/audit/alerts), and neutralised all the same. */
export function renderAlert({ params, site, at }: MessageInput): MessageText {
  const title = `${site.appName}: ${titles[cleanParam(params.kind)] ?? 'Alert'}`;
  const text = cleanParam(params.text, longestText);
  const mail: MailContent = {
    language: 'en',
    direction: 'ltr',
    title,
    preheader: text,
    footer: `${site.appName}, ${site.appUrl.hostname}`,
    parts: [
      { kind: 'paragraph', text },
      { kind: 'facts', rows: [['Time', `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`]] },
      { kind: 'link', url: new URL('/admin/alerts', site.appUrl).href, label: 'Open the alerts' },
    ],
  };
  return { locale: 'en', minutes: null, ...renderMail(mail, site) };
}
