import type { Channel } from '@/lib/config/delivery-settings';

interface Course {
  lastMs: number;
  lastFailed: boolean;
  /** When the calls that are under way began. */
  begun: Set<number>;
}

// Next evaluates modules more than once in a process: rehearsals have to see the calls of the one worker.
const store = globalThis as unknown as { latchkeyCallPace?: Map<Channel, Course> };

function courseOf(channel: Channel): Course {
  store.latchkeyCallPace ??= new Map();
  const courses = store.latchkeyCallPace;
  const course = courses.get(channel) ?? { lastMs: 0, lastFailed: false, begun: new Set<number>() };
  courses.set(channel, course);
  return course;
}

/** Makes a call to a vendor, and remembers how it went. */
export async function timeCall<Done>(channel: Channel, call: () => Promise<Done>): Promise<Done> {
  const course = courseOf(channel);
  const begunAt = performance.now();
  course.begun.add(begunAt);
  let failed = true;
  try {
    const done = await call();
    failed = false;
    return done;
  } finally {
    course.begun.delete(begunAt);
    course.lastMs = performance.now() - begunAt;
    course.lastFailed = failed;
  }
}

/** How a call of this channel goes at this moment, as far as this process has seen: how long it takes, and whether in vain. */
export function currentPace(channel: Channel): { ms: number; fails: boolean } {
  const { lastMs, lastFailed, begun } = courseOf(channel);
  const oldest = Math.min(...begun, Number.POSITIVE_INFINITY);
  return { ms: Math.max(lastMs, performance.now() - oldest), fails: lastFailed };
}
