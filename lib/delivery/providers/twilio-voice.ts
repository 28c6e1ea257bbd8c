import type { RenderedMessage } from '../messages/rendered-message';
import { spokenCode } from '../messages/spoken-code';

/** Twilio's names of voices. Written against https://www.twilio.com/docs/voice/twiml/say#attributes-language. */
const voices: Readonly<Record<string, string>> = {
  en: 'en-GB',
  hi: 'hi-IN',
  es: 'es-ES',
  fr: 'fr-FR',
  de: 'de-DE',
  pt: 'pt-BR',
  ar: 'ar-AE',
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What the caller hears: the text, and in it each digit on its own with a second between, time to write it down. */
export function toTwiml({ text, code, locale }: RenderedMessage): string {
  const language = voices[locale.split('-')[0]!] ?? 'en-GB';
  const say = (words: string) =>
    `<Say language="${language}">${words.trim().replace(/[&<>"]/g, (sign) => escapes[sign]!)}</Say>`;
  const pause = '<Pause length="1"/>';
  const digits = [...(code ?? '')].map(say).join(pause);
  const parts = code === null ? [text] : text.split(spokenCode(code));
  const spoken = parts
    .map((part) => (/[\p{L}\p{N}]/u.test(part) ? say(part) : ''))
    .join(pause + digits + pause);
  return `<Response>${pause}${spoken}</Response>`;
}
