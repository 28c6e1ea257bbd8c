import { createServer } from 'node:http';
import { Server as NetServer } from 'node:net';

/** Where a web process listens: a server for each of the hosts (null: every address), on one port. */
export function createFrontDoors({ hosts, port }) {
  const servers = hosts.map(() => createServer({ maxHeaderSize: 16_384 }));
  return {
    servers,
    open: async () => {
      for (const [index, server] of servers.entries()) await listen(server, port, hosts[index], index > 0);
    },
    /** Connections that are here stay. Resolves when the last one has ended. */
    close: () => Promise.all(servers.filter((server) => server.listening).map(refuseNew)),
  };
}

/** Not the server's own close(), which ends idle connections in the same instant. */
function refuseNew(server) {
  return new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
}

function listen(server, port, host, optional) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      // A machine without IPv6 has no ::1.
      if (optional && error.code !== 'EADDRINUSE') resolve();
      else reject(error);
    });
    server.listen({ port, host: host ?? undefined, backlog: 1024 }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
