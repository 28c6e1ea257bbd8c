import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** Two ends of one connection, and what the near one waits for. */
interface Line {
  near: Socket;
  far: Socket;
}

let line: Promise<Line> | undefined;
let queue: Promise<void> = Promise.resolve();

/**
 * Sends bytes over a connection of this process with itself and waits for a short reply: the packets of a conversation whose
 * other side nobody is. One after the other. @throws when the line breaks; the next exchange makes a new one
 */
export function exchangeWithOurselves(bytes: Buffer): Promise<void> {
  const turn = queue.then(() => exchange(bytes));
  queue = turn.catch(() => {
    line = undefined;
  });
  return turn;
}

async function exchange(bytes: Buffer): Promise<void> {
  line ??= openLine();
  const { near, far } = await line;
  await new Promise<void>((resolve, reject) => {
    let missing = bytes.length;
    const end = (error?: Error) => {
      far.off('data', hear);
      for (const socket of [near, far]) socket.off('close', broken);
      if (error) reject(error);
      else resolve();
    };
    const broken = () => end(new Error('The line is broken.'));
    const hear = (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing <= 0) far.write('250 OK\r\n');
    };
    far.on('data', hear);
    near.once('data', () => end());
    for (const socket of [near, far]) socket.once('close', broken);
    near.write(bytes);
  });
}

/** Nobody else can take the far end: it listens for this one connection, and the port of the caller is compared. */
async function openLine(): Promise<Line> {
  const server = createServer({ noDelay: true });
  server.maxConnections = 1;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = createConnection({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    noDelay: true,
  });
  try {
    const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [
      [Socket],
      unknown,
    ];
    if (far.remotePort !== near.localPort) {
      far.destroy();
      throw new Error('Somebody else called.');
    }
    for (const socket of [near, far]) socket.on('error', () => {}).unref();
    return { near, far };
  } catch (error) {
    near.destroy();
    throw error;
  } finally {
    server.close();
  }
}
