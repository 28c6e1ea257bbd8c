import type { Database } from '@/lib/db/client';
import { guardSend, noteVerified } from '@/lib/guard/guard-send';

const hours = 24;
const attackFrom = 8;
const attackPerHour = 120;
/** People who ask for a code and do not type it: a wrong number, a change of mind. */
const giveUp = 0.2;

/** Numbers from a fixed seed: every run shows the same day. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Hour {
  sent: number;
  stopped: number;
}

/**
 * Plays a day: people in three countries register and verify four of five times; from eight o'clock on somebody pays for
 * texts to a few blocks of numbers in one of these countries, from ever new addresses, and verifies none.
 */
export async function simulatePumping(db: Database, mode: string): Promise<void> {
  const random = createRandom(20_240_229);
  const start = Date.UTC(2024, 1, 29);
  const people: Hour[] = [];
  const neighbours: Hour = { sent: 0, stopped: 0 };
  const attack: Hour[] = [];
  let serial = 0;

  const send = async (address: string, at: Date, verifies: boolean, tally: Hour) => {
    serial += 1;
    const message = { channel: 'sms', address, client: `198.18.${(serial >> 8) & 255}.${serial & 255}` };
    const decided = await guardSend(db, {
      ...message,
      open: true,
      decoy: false,
      requestId: `simulated-${serial}`,
      at,
    });
    // In record-only mode nothing is stopped; what would have been is shown in its place.
    if (!decided.ok || decided.value.reasons.length > 0) tally.stopped += 1;
    else tally.sent += 1;
    if (decided.ok && verifies) await noteVerified(db, message, at);
  };
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, '0');

  console.log(`Pumping guard: ${mode}. Attack from ${attackFrom}:00, ${attackPerHour} texts an hour.\n`);
  console.log('hour   people: let in  stopped   attack: sent  stopped');
  for (let hour = 0; hour < hours; hour += 1) {
    people[hour] = { sent: 0, stopped: 0 };
    attack[hour] = { sent: 0, stopped: 0 };
    const events: { minute: number; run: (at: Date) => Promise<void> }[] = [];
    for (let count = 0; count < 30; count += 1) {
      const address =
        random() < 0.6 ? `+9198${digits(8)}` : `+1415${2 + Math.floor(random() * 8)}${digits(6)}`;
      const verifies = random() > giveUp;
      events.push({ minute: random() * 60, run: (at) => send(address, at, verifies, people[hour]!) });
    }
    for (let count = 0; count < 3; count += 1) {
      // Honest people of the country that is attacked.
      const address = `+9989${Math.floor(random() * 10)}${digits(7)}`;
      const verifies = random() > giveUp;
      events.push({ minute: random() * 60, run: (at) => send(address, at, verifies, neighbours) });
    }
    if (hour >= attackFrom) {
      for (let count = 0; count < attackPerHour; count += 1) {
        const address = `+99890${['123', '124', '777', '778'][Math.floor(random() * 4)]}${digits(4)}`;
        events.push({ minute: random() * 60, run: (at) => send(address, at, false, attack[hour]!) });
      }
    }
    events.sort((a, b) => a.minute - b.minute);
    for (const { minute, run } of events) await run(new Date(start + (hour * 60 + minute) * 60_000));
    const cells = [people[hour]!.sent, people[hour]!.stopped, attack[hour]!.sent, attack[hour]!.stopped];
    console.log(
      `${String(hour).padStart(2, '0')}:00 ${cells.map((cell, index) => String(cell).padStart([15, 9, 15, 9][index]!)).join('')}`,
    );
  }
  const total = (list: Hour[], field: keyof Hour) => list.reduce((sum, one) => sum + one[field], 0);
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const attempts = total(attack, 'sent') + total(attack, 'stopped');
  const honest = total(people, 'sent') + total(people, 'stopped');
  console.log(`\nAttack stopped: ${share(total(attack, 'stopped'), attempts)} of ${attempts} texts.`);
  console.log(`People let in: ${share(total(people, 'sent'), honest)} of ${honest}.`);
  console.log(
    `People of the attacked country: ${share(neighbours.sent, neighbours.sent + neighbours.stopped)} of ${neighbours.sent + neighbours.stopped}.`,
  );
}
