import { isDevelopment } from '@/lib/config/is-development';
import { getSettings } from '@/lib/config/settings';
import { chooseLanguage, listLanguages } from '@/lib/delivery/messages/catalogue';
import { measureSms, type SmsSize } from '@/lib/delivery/messages/measure-sms';
import { renderSample, type SampleKind, sampleKinds } from '@/lib/delivery/messages/sample-messages';

export interface GalleryMessage extends SampleKind {
  subject: string;
  text: string;
  html: string | null;
  /** Of text messages. */
  size: SmsSize | null;
}

export interface Gallery {
  tags: string[];
  tag: string;
  direction: 'ltr' | 'rtl';
  messages: GalleryMessage[];
}

/** Every message in one language, with the operator's own texts. Null outside development. */
export function getMessageGallery(wanted: string | null): Gallery | null {
  if (!isDevelopment()) return null;
  const { tag, direction } = chooseLanguage(wanted);
  const messages = sampleKinds.map((kind) => {
    const { subject, text, html } = renderSample(kind, tag, getSettings());
    return { ...kind, subject, text, html, size: kind.channel === 'sms' ? measureSms(text) : null };
  });
  return { tags: listLanguages().map((language) => language.tag), tag, direction, messages };
}
