/**
 * Does a chore again and again, each time after the former one has ended, until it is stopped. What it throws is told, and the
 * next turn comes all the same. `isStopped` lets a long turn end early.
 */
export function repeatChore(
  pollMs: number,
  turn: (isStopped: () => boolean) => Promise<unknown>,
  tellFailure: (error: Error) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    // Jitter, so that processes started together do not ask together.
    timer = setTimeout(
      () => {
        running = turn(() => stopped)
          .catch(tellFailure)
          .finally(next);
      },
      pollMs * (0.75 + Math.random() / 2),
    );
    timer.unref();
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
