import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import type { RenderedMessage } from '../messages/rendered-message';
import type { MessagePrice } from '../parse-price';

/** The vendor has taken the message. `delivered` only where taking it and showing it are one thing. */
export interface Receipt {
  providerMessageId: string | null;
  state: 'sent' | 'delivered';
  /** Set when the vendor made a code of its own: its id of the check. Our code was not sent. */
  verifierId?: string;
  /** What the vendor says that it costs, where its answer says so. */
  price?: MessagePrice | null;
}

/** What a vendor says of our account. */
export interface Probe {
  /** What is known to be good, one sentence. */
  text: string;
  /** What works and yet wants to be mended, with the remedy. */
  caution?: string;
  /** The vendor has no way to ask, or may not be asked: nothing is known. */
  unknown?: boolean;
}

/** What decides whether a vendor can carry a message: those with fixed templates cannot say everything. */
export interface MessageKind {
  channel: Channel;
  /** `code`, or the name of a notice. */
  template: string;
  /** Of the code; null in notices. */
  purpose: string | null;
}

/**
 * A vendor integration. It sends rendered text or throws a DeliveryError; it does not retry, log, choose texts or
 * read the environment.
 */
export interface Provider {
  id: ProviderId;
  channels: readonly Channel[];
  /** Absent: it carries every text. */
  carries?(kind: MessageKind): boolean;
  /** @throws DeliveryError. The signal ends the call after ten seconds. */
  send(message: RenderedMessage, settings: DeliverySettings, signal: AbortSignal): Promise<Receipt>;
  /**
   * Asks the vendor about a code that it made. Never true for a code of another check.
   * @throws DeliveryError when there is no answer
   */
  check?(verifierId: string, code: string, settings: DeliverySettings, signal: AbortSignal): Promise<boolean>;
  /**
   * Asks the vendor whether it knows our account, by a call that sends nothing and costs nothing.
   * @throws DeliveryError as sending would
   */
  probe?(settings: DeliverySettings, signal: AbortSignal): Promise<Probe>;
  /** Gives up idle connections. */
  close?(): void;
}

/** Vendors that only fill a code into a template can neither show what is approved nor carry a notice. */
export function carriesPlainCodes({ template, purpose }: MessageKind): boolean {
  return template === 'code' && purpose !== 'approval';
}
