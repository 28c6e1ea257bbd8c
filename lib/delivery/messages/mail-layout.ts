import { logoCid, type MailBrand } from './mail-brand';
import { spokenCode } from './spoken-code';

/** Parts of a mail, in order. The HTML and the text twin are made of the same parts, so that they say the same. */
export type MailPart =
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; code: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  /** Without a label the address itself is shown. */
  | { kind: 'link'; url: string; label?: string }
  | { kind: 'note'; text: string };

export interface MailContent {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  preheader: string;
  footer: string;
  parts: readonly MailPart[];
  /** Absent: it looks like ours. */
  brand?: MailBrand;
}

export function renderMailText({ parts, footer }: MailContent): string {
  const blocks = parts.map((part) => {
    if (part.kind === 'code') return part.code;
    if (part.kind === 'link') return part.label ? `${part.label}:\n${part.url}` : part.url;
    if (part.kind === 'facts') return part.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    return part.text;
  });
  return `${[...blocks, `-- \n${footer}`].join('\n\n')}\n`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const body = `${font};font-size:16px;line-height:24px;color:#1c2430`;

const ownColours = { light: '#1d5fd1', dark: '#8ab8ff' };

/**
 * Tables and inline styles, because Outlook for Windows draws with Word and Gmail drops what it does not know. No image of
 * a server, no web font: nothing is fetched when it is opened. Dark colours for those that ask; others invert on their own.
 */
export function renderMailHtml(content: MailContent): string {
  const align = content.direction === 'rtl' ? 'right' : 'left';
  const { brand } = content;
  const { light, dark } = brand?.colours ?? ownColours;
  const rows = content.parts.map((part) => renderPart(part, align, content.direction, light)).join('\n');
  const darkBrand = brand?.colours ? `.card{border-top-color:${dark}!important}` : '';
  const darkLogo = brand?.logo ? '.logo{background:#fff!important;padding:6px 8px!important}' : '';
  // Fills the preview of the inbox, so that it does not run on into the text.
  const padding = `${'&#8199;&#65279;&#847; '.repeat(9)}&#8199;&#65279;&#847;\n`.repeat(4);
  return `<!DOCTYPE html>
<html lang="${content.language}" dir="${content.direction}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${escapeHtml(content.title)}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background:#10151c!important}.card{background:#1a212b!important;border-color:#313b48!important}.ink{color:#eef1f5!important}.soft{color:#a9b4c2!important}.code{background:#26303c!important;color:#fff!important}.link{color:${dark}!important}${darkBrand}${darkLogo}}
@media (max-width:520px){.card{padding:24px 20px!important}}
</style>
<!--[if mso]><style>table{border-collapse:collapse}td{font-family:Arial,sans-serif!important}</style><![endif]-->
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f7;-webkit-text-size-adjust:100%">
<div lang="${content.language}" dir="${content.direction}" style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(content.preheader)}${padding}</div>
<table role="presentation" class="page" lang="${content.language}" dir="${content.direction}" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f4f7"><tr><td align="center" style="padding:32px 12px">
<!--[if mso]><table role="presentation" width="480" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:480px">${brand ? renderBrand(brand) : ''}<tr><td class="card" style="padding:32px;background:#ffffff;border:1px solid #dfe4ea;border-radius:12px${brand?.colours ? `;border-top:4px solid ${light}` : ''}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="${align}" style="padding:0 0 16px"><h1 class="ink" style="margin:0;${font};font-size:20px;line-height:28px;font-weight:600;color:#1c2430">${escapeHtml(content.title)}</h1></td></tr>
${rows}
</table>
</td></tr>
<tr><td class="soft" align="center" style="padding:16px;${font};font-size:13px;line-height:20px;color:#5b6675">${escapeHtml(content.footer)}</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

/** Above the card: the logo, or the name where mails cannot have it. */
function renderBrand({ name, logo }: MailBrand): string {
  const shown = logo
    ? `<img class="logo" src="cid:${logoCid}" width="${logo.width}" height="${logo.height}" alt="${escapeHtml(name)}" style="display:block;border:0;border-radius:6px;${font};font-size:18px;font-weight:700">`
    : `<span class="ink" style="${font};font-size:18px;line-height:28px;font-weight:700;color:#1c2430">${escapeHtml(name)}</span>`;
  return `<tr><td align="center" style="padding:0 0 20px">${shown}</td></tr>`;
}

function renderPart(
  part: MailPart,
  align: string,
  direction: MailContent['direction'],
  linkColour: string,
): string {
  if (part.kind === 'code') {
    // Without spaces between the digits: it is copied as it stands; the label is for voices, which would make a number of it
    // (clients that know no ARIA drop it). Digits run left to right in every language.
    return `<tr><td align="center" style="padding:8px 0 24px"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="code" dir="ltr" align="center" style="padding:14px 24px;background:#eef2f7;border-radius:8px;font-family:ui-monospace,Menlo,Consolas,'Courier New',monospace;font-size:32px;line-height:40px;letter-spacing:6px;font-weight:700;color:#1c2430"><span role="text" aria-label="${escapeHtml(spokenCode(part.code))}">${escapeHtml(part.code)}</span></td></tr></table></td></tr>`;
  }
  if (part.kind === 'facts') {
    const gap = direction === 'rtl' ? '2px 0 2px 16px' : '2px 16px 2px 0';
    const rows = part.rows.map(
      ([label, value]) =>
        `<tr><td class="soft" align="${align}" valign="top" style="padding:${gap};${font};font-size:14px;line-height:22px;color:#5b6675;white-space:nowrap">${escapeHtml(label)}</td><td class="ink" dir="auto" align="${align}" style="padding:2px 0;word-break:break-word;${font};font-size:14px;line-height:22px;color:#1c2430">${escapeHtml(value)}</td></tr>`,
    );
    return `<tr><td style="padding:0 0 20px"><table role="presentation" cellpadding="0" cellspacing="0" border="0">${rows.join('\n')}</table></td></tr>`;
  }
  if (part.kind === 'link') {
    const url = escapeHtml(part.url);
    const words = part.label
      ? escapeHtml(part.label)
      : `<span dir="ltr" style="word-break:break-all">${url}</span>`;
    return `<tr><td align="${align}" style="padding:0 0 20px;${font};font-size:16px;line-height:24px"><a class="link" href="${url}" style="color:${linkColour}">${words}</a></td></tr>`;
  }
  const note = part.kind === 'note';
  const style = note ? `${font};font-size:14px;line-height:22px;color:#5b6675` : body;
  return `<tr><td class="${note ? 'soft' : 'ink'}" align="${align}" style="padding:0 0 16px;${style}">${escapeHtml(part.text)}</td></tr>`;
}
