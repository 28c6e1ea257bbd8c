import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  port: number;
  /** Each way, for every chunk. */
  delayMs: number;
  /** `frozen`: bytes stay where they are, connections are taken and say nothing. Those of the time never come back. */
  setFrozen(frozen: boolean): void;
  /** Breaks off every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** A network between the app and a server, with the faults of networks. */
export async function startWire(target: () => number): Promise<Wire> {
  let frozen = false;
  const pairs = new Set<{ ends: [Socket, Socket]; dead: boolean }>();
  const listener = createServer((near) => {
    const far = connect(target(), '127.0.0.1');
    const pair: { ends: [Socket, Socket]; dead: boolean } = { ends: [near, far], dead: frozen };
    pairs.add(pair);
    const carry = (from: Socket, to: Socket) => {
      from.on('error', () => {});
      from.on('data', (chunk) => {
        if (pair.dead) return;
        if (wire.delayMs === 0) return void to.write(chunk);
        setTimeout(() => to.writable && !pair.dead && to.write(chunk), wire.delayMs);
      });
      from.on('close', () => {
        pairs.delete(pair);
        // A frozen network tells nobody that the other side has gone.
        if (!pair.dead) to.destroy();
      });
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', () => resolve()));
  const wire: Wire = {
    port: (listener.address() as { port: number }).port,
    delayMs: 0,
    setFrozen: (on) => {
      frozen = on;
      if (on) for (const pair of pairs) pair.dead = true;
    },
    cut: () => {
      for (const { ends } of pairs) for (const end of ends) end.resetAndDestroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const { ends } of pairs) for (const end of ends) end.destroy();
        listener.close(() => resolve());
      }),
  };
  return wire;
}
