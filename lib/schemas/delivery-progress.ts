/** How far a message has come, as the page about its code is told. */
export interface DeliveryProgress {
  state: 'queued' | 'sending' | 'retrying' | 'sent' | 'accepted' | 'delivered' | 'failed';
  channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  /** Failed because of the address itself: another one is the way on. */
  unreachable: boolean;
}

/** Nothing more is to come. A vendor without receipts ends with `sent`, which nobody can tell from waiting for one. */
export function isSettled({ state }: DeliveryProgress): boolean {
  return state === 'delivered' || state === 'failed';
}
