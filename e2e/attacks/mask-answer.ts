import type { Answer } from './browser';

/** Everything of an answer, with what differs between any two requests covered by its kind. */
export function maskAnswer({ status, headers, body }: Answer, email: string): string {
  const lines = headers
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${cover(value, email)}`)
    .sort();
  return [String(status), ...lines, '', cover(body, email)].join('\n');
}

function cover(text: string, email: string): string {
  return text
    .replaceAll(email, '<address>')
    .replace(/nonce-[\w+/=]+/g, '<nonce>')
    .replace(/nonce="[^"]*"|nonce&quot;:&quot;[^&]*|\\"nonce\\":\\"[^"\\]*/g, '<nonce>')
    .replace(
      /(latchkey\.\w+)=[\w.-]+/g,
      (match, name: string) => `${name}=<${match.length - name.length - 1}>`,
    )
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\w•{5}@\w•{5}\.\w+/g, '<masked>')
    .replace(/\+\d{1,3} •{5} ••\d{3}/g, '<masked>')
    .replace(/(expires=)[^;]+/gi, '$1<time>')
    .replace(/"answeredAt":\d+|\\"answeredAt\\":\d+|answeredAt&quot;:\d+/g, '<at>')
    .replace(/(content-length: |^)\d+$/gm, '$1<n>')
    .replace(/\b1[78]\d{11}\b/g, '<at>');
}
