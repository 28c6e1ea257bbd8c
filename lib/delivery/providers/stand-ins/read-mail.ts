/** A mail as a mailbox shows it: for tests, so that they read what the customer reads. */
export interface ReceivedMail {
  /** Recipients of the envelope. */
  to: string[];
  /** Names in lower case; unfolded and decoded. */
  headers: Record<string, string>;
  subject: string;
  text: string;
  html: string;
  raw: string;
  /** The connection was encrypted. */
  encrypted: boolean;
}

/** Reads multipart/alternative with quoted-printable or base64 parts, which is what our mails have. */
export function readMail(raw: string, to: string[], encrypted: boolean): ReceivedMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => split(part.replace(/^\r?\n/, '')))
    : [{ headers, body }];
  const find = (type: string) => {
    const part = parts.find((one) => (one.headers['content-type'] ?? 'text/plain').startsWith(type));
    return part ? decodeBody(part) : '';
  };
  return {
    ...{ to, headers, raw, encrypted },
    subject: headers.subject ?? '',
    text: find('text/plain'),
    html: find('text/html'),
  };
}

interface Part {
  headers: Record<string, string>;
  body: string;
}

function split(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = end ? raw.slice(0, end.index) : raw;
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim());
  }
  return { headers, body: end ? raw.slice(end.index + end[0].length) : '' };
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers['content-transfer-encoding']?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8').replace(/\r\n/g, '\n');
  const text = encoding === 'quoted-printable' ? unquote(body.replace(/=\r?\n/g, '')) : body;
  return text.replace(/\r\n/g, '\n');
}

function unquote(text: string): string {
  return Buffer.concat(
    text
      .split(/(=[0-9A-F]{2})/)
      .map((piece) =>
        /^=[0-9A-F]{2}$/.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece),
      ),
  ).toString('utf8');
}

/** RFC 2047 encoded words. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, form: string, text: string) =>
      form.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : unquote(text.replace(/_/g, ' ')),
    );
}
