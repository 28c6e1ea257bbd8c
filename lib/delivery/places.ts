import { type Channel, channels } from '@/lib/config/delivery-settings';

/**
 * Messages of one channel on their way at once, per process: a vendor that hangs holds up no other channel, and ten
 * thousand notices hold up no code.
 */
export const placesPerProcess = { codes: 20, notices: 5 } as const;
export type Lane = keyof typeof placesPerProcess;
export const lanes: readonly Lane[] = ['codes', 'notices'];

/** Who is on the way in this process. A look at the outbox that meets first turns can be over the bound for that moment. */
export class Places {
  private readonly busy: Record<Lane, Map<Channel, number>> = {
    codes: new Map(channels.map((channel) => [channel, 0])),
    notices: new Map(channels.map((channel) => [channel, 0])),
  };
  private readonly missed = new Set<string>();

  /** @param onRoom where somebody found no place, half of them are free again */
  constructor(private readonly onRoom: () => void) {}

  hasFree(lane: Lane, channel: Channel): boolean {
    const isFree = this.busy[lane].get(channel)! < placesPerProcess[lane];
    if (!isFree) this.missed.add(`${lane} ${channel}`);
    return isFree;
  }

  countFree(lane: Lane): Map<Channel, number> {
    const free = channels.filter((channel) => this.hasFree(lane, channel));
    return new Map(free.map((channel) => [channel, placesPerProcess[lane] - this.busy[lane].get(channel)!]));
  }

  /** @returns gives the place back. */
  take(lane: Lane, channel: Channel): () => void {
    const busy = this.busy[lane];
    busy.set(channel, busy.get(channel)! + 1);
    return () => {
      const left = busy.get(channel)! - 1;
      busy.set(channel, left);
      // Half empty: worth a statement. Every single place would cost one each, and places that nobody missed none.
      if (left === Math.floor(placesPerProcess[lane] / 2) && this.missed.delete(`${lane} ${channel}`))
        this.onRoom();
    };
  }
}
