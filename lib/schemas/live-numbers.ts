/** What happens at this moment, for the first page of the console. */
export interface LiveNumbers {
  /** In the last five minutes. */
  requested: number;
  sent: number;
  verified: number;
  failed: number;
  /** Messages that wait, and for how many seconds the oldest due one does. */
  queued: number;
  oldestSeconds: number;
  /** Accounts. */
  held: number;
}
