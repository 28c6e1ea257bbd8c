const deadlock = '40P01';

/**
 * Does a transaction of the driver's once more where PostgreSQL has ended it because two waited for each other: nothing of it is
 * left, and the other one goes on. Ours keep to one order of locks (docs/architecture.md); whoever works on the database by
 * hand does not.
 */
export function againAfterDeadlock<Done>(run: () => Promise<Done>): Promise<Done> {
  return run().catch((error: { code?: unknown }) => {
    if (error.code !== deadlock) throw error;
    return run();
  });
}
