import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import type { Result } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import type { MessagePrice } from '../parse-price';
import type { SuppressionReason } from '../suppression';

/** What came over the wire, unread. */
export interface ReceiptRequest {
  /** The address that the vendor was given: from the settings, never from a header. With the query as it came. */
  url: string;
  headers: Pick<Headers, 'get'>;
  /** Byte for byte: signatures are over this. */
  body: string;
  now: Date;
}

/** How far a message came, as its vendor tells it. */
export interface StateEvent {
  type: 'state';
  /** Names the event among all of this vendor: the same twice is a replay. */
  eventId: string;
  /** Which attempts it may be about. */
  providers: readonly ProviderId[];
  providerMessageId: string;
  state: 'accepted' | 'delivered' | 'undelivered';
  failure?: { kind: FailureKind; vendorCode: string | null; detail: string };
  /** What it cost, where the vendor says so. */
  price?: MessagePrice | null;
  /** Nothing more is to be sent to the address of this very message. */
  suppress?: SuppressionReason;
}

/** The owner of a number has told a vendor what they want. */
export interface OptEvent {
  type: 'stop' | 'start';
  eventId: string;
  channel: Channel;
  address: string;
  provider: ProviderId;
}

export type ReceiptEvent = StateEvent | OptEvent;

/** `unconfigured`: there is no secret to check it by. `forged`: the check failed, or it is too old. */
export type ReceiptRefusal = 'unconfigured' | 'forged';

/** Proves a receipt and reads it. What a vendor tells besides is no event. */
export type ReadReceipt = (
  request: ReceiptRequest,
  settings: DeliverySettings,
) => Promise<Result<readonly ReceiptEvent[], ReceiptRefusal>>;
