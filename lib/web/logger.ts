import pino from 'pino';

/** Names of fields that hold a secret or say who somebody is. */
const covered = [
  'code',
  'password',
  'token',
  'grant',
  'secret',
  'address',
  'email',
  'phone',
  'to',
  'identifier',
  'cookie',
  'authorization',
];

/** One line per event. Fields that could hold a secret or an address never get through, nor do such words in errors. */
export const loggerOptions: pino.LoggerOptions = {
  level: 'info',
  // What is logged while a request is answered names it; what a line says itself wins.
  mixin: () => requestFacts(),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: covered.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: '[redacted]',
  },
  serializers: {
    // A database error's message can quote the values of a statement: its name and code say enough.
    err: (error: Error & { code?: string }) => ({
      name: error.name,
      errorCode: error.code,
      message: coverAddresses(/prisma/i.test(error.name) ? lastLine(error.message) : error.message),
      stack: error.stack?.split('\n').slice(1, 8).join('\n'),
    }),
  },
};

/** Structured logs of the server. */
export const logger = pino(loggerOptions);

function coverAddresses(text: string): string {
  return text
    .replace(/[^\s()<>"'=]+@[^\s()<>"',]+/g, '[address]')
    .replace(/\+?\d[\d ()-]{5,}\d/g, '[number]');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}

interface Exchanges {
  getStore(): { requestId?: string } | undefined;
}

/** scripts/web-worker.mjs keeps one store per exchange. */
function requestFacts(): { requestId?: string } {
  const store = globalThis as unknown as Record<symbol, Exchanges | undefined>;
  const requestId = store[Symbol.for('latchkey.exchange')]?.getStore()?.requestId;
  return requestId === undefined ? {} : { requestId };
}
