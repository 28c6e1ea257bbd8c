import { languageFacts } from '@/lib/words/languages';
import { getPageLanguage } from './page-words';

/** Writes moments in the way of the page's language. In UTC, and said so: the server does not know where its reader is. */
export async function getTimeText(): Promise<(at: Date) => string> {
  const { format } = languageFacts[await getPageLanguage()];
  const style = new Intl.DateTimeFormat(format, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return (at) => `${style.format(at)} UTC`;
}
