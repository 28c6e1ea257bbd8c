import type { Channel } from '@/lib/config/delivery-settings';
import type { MailLogo } from './mail-brand';

/** One message for one address, ready to go out. Providers choose no words. */
export interface RenderedMessage {
  /** The same at every attempt: vendors that know idempotency get it. */
  deliveryId: string;
  channel: Channel;
  to: string;
  appName: string;
  /** BCP 47 tag of the language that was rendered. */
  locale: string;
  /** Mail only; never holds the code. */
  subject: string;
  text: string;
  html: string | null;
  /** The picture that `html` names as `cid:`; absent: none. */
  logo?: MailLogo;
  /** For vendors that insert the code into a template of their own. Null in notices. */
  code: string | null;
  /** Whole minutes that the code lives, for the same vendors. */
  minutes: number | null;
}
