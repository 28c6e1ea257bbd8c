import type { Language } from './catalogue';

/** "20 Nov 2026, 10:17 UTC": the reader's own time zone is not known. */
export function formatTime({ format }: Language, at: Date): string {
  return `${withZone(format, dayAndTime, at)} UTC`;
}

/** "10:17 UTC", for texts where every character counts. */
export function formatClock({ format }: Language, at: Date): string {
  return `${withZone(format, { timeStyle: 'short' }, at)} UTC`;
}

const dayAndTime = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const;

interface Writer {
  format: Intl.DateTimeFormat;
  /** By the minute, which is the shortest time that is written: most messages of a moment say the same. */
  written: Map<number, string>;
}

// Making one costs a hundred times what using it costs.
const writers = new Map<string, Writer>();
const mostWritten = 32;

function withZone(format: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = `${format} ${Object.keys(options)}`;
  let writer = writers.get(key);
  if (!writer) {
    writer = {
      format: new Intl.DateTimeFormat(format, { ...options, timeZone: 'UTC', hourCycle: 'h23' }),
      written: new Map(),
    };
    writers.set(key, writer);
  }
  const minute = Math.floor(at.getTime() / 60_000);
  let text = writer.written.get(minute);
  if (text === undefined) {
    // Newer locale data puts narrow and non-breaking spaces in, which double the price of a text message.
    text = writer.format.format(at).replace(/\p{Zs}/gu, ' ');
    if (writer.written.size >= mostWritten) writer.written.clear();
    writer.written.set(minute, text);
  }
  return text;
}

/** Minutes left, as a whole number that is true when the message is read. A message on its way at once says 10 of 10. */
export function minutesLeft(expiresAt: Date, now: Date): number {
  const seconds = (expiresAt.getTime() - now.getTime()) / 1000;
  return Math.max(1, Math.floor((seconds + 15) / 60));
}

const lives = new Map<string, string>();

/** "10 minutes", "1 minute", in the language's own plural. */
export function formatLife({ format }: Language, minutes: number): string {
  const key = `${format} ${minutes}`;
  let life = lives.get(key);
  if (life === undefined) {
    const unit = new Intl.NumberFormat(format, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
    life = unit.format(minutes).replace(/\p{Zs}/gu, ' ');
    lives.set(key, life);
  }
  return life;
}
