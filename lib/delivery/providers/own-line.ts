import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/**
 * Two ends of one connection of this process with itself. Nobody else can take the far end: it listens for this one
 * connection, and the port of the caller is compared. Neither keeps the process running.
 */
export async function openOwnLine(): Promise<{ near: Socket; far: Socket }> {
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
