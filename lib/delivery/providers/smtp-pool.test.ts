import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSmtp } from './smtp-connection';
import { createMailPool, type MailPool } from './smtp-pool';

type Step = 'MAIL' | 'RCPT' | 'DATA' | 'dot';

/** What a server does at a step instead of its usual reply: says something else, breaks the line, or says nothing. */
type Manner = (step: Step, connection: number, to: string) => string | 'drop' | 'hang' | null;

interface Server {
  port: number;
  mails: { to: string; text: string; connection: number }[];
  sockets: Socket[];
  /** The commands, as the packets brought them. */
  packets: string[];
  close(): Promise<void>;
}

async function startServer(manner: Manner = () => null, offers = '250 8BITMIME'): Promise<Server> {
  const server: Server = { port: 0, mails: [], sockets: [], packets: [], close: async () => {} };
  const listener = createServer({ noDelay: true }, (socket) => {
    const connection = server.sockets.push(socket);
    let buffered = '';
    let to = '';
    let refused = false;
    let inMail = false;
    const say = (step: Step, usual: string) => {
      const words = manner(step, connection, to);
      refused ||= words !== null;
      if (words === 'drop') socket.destroy();
      else if (words !== 'hang') socket.write(`${words ?? usual}\r\n`);
    };
    const hear = (line: string) => {
      if (inMail) {
        inMail = false;
        server.mails.push({ to, text: line.replace(/^\.\./gm, '.'), connection });
        return say('dot', '250 taken');
      }
      if (line.startsWith('EHLO')) return void socket.write(`250-here\r\n${offers}\r\n`);
      if (line.startsWith('MAIL')) {
        refused = false;
        return say('MAIL', '250 ok');
      }
      if (line.startsWith('RCPT')) {
        to = /<(.*)>/.exec(line)![1]!;
        return say('RCPT', '250 ok');
      }
      if (line !== 'DATA') return void socket.write('250 ok\r\n');
      if (refused) return void socket.write('503 5.5.1 nobody to send it to\r\n');
      inMail = manner('DATA', connection, to) === null;
      say('DATA', '354 go on');
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (!inMail) server.packets.push(chunk.toString('latin1'));
      buffered += chunk.toString('latin1');
      for (;;) {
        const mark = inMail ? '\r\n.\r\n' : '\r\n';
        const end = buffered.indexOf(mark);
        if (end < 0 || socket.destroyed) return;
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + mark.length);
        hear(line);
      }
    });
    socket.write('220 here\r\n');
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  server.port = (listener.address() as AddressInfo).port;
  server.close = async () => {
    for (const socket of server.sockets) socket.destroy();
    await new Promise((resolve) => listener.close(resolve));
  };
  return server;
}

let server: Server;
let pool: MailPool;
afterEach(async () => {
  pool.close();
  await server.close();
});

async function start(manner?: Manner, offers?: string): Promise<void> {
  server = await startServer(manner, offers);
  const settings = { host: '127.0.0.1', port: server.port, encryption: 'none' as const };
  pool = createMailPool((signal) =>
    openSmtp({ ...settings, login: null, certificateAuthority: null }, signal),
  );
}

const mail = (text: string) => Buffer.from(`Subject: Your code\r\n\r\n${text}\r\n`);

const send = (name: string, signal = AbortSignal.timeout(5_000)) =>
  pool.send({ from: 'codes@shop.example', to: `${name}@example.com` }, mail(`for ${name}`), signal);

const recipients = () => server.mails.map(({ to }) => to.split('@')[0]);

describe('the connections to a mail server', () => {
  test('one is used again and again', async () => {
    await start();
    for (const name of ['a', 'b', 'c', 'd']) await send(name);
    expect(recipients()).toEqual(['a', 'b', 'c', 'd']);
    expect(server.sockets).toHaveLength(1);
  });

  test('ten at most, and every mail goes out once', async () => {
    await start();
    const names = Array.from({ length: 60 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name) => send(name)));
    expect(recipients().sort()).toEqual([...names].sort());
    expect(server.sockets.length).toBeLessThanOrEqual(10);
  });

  test('a thousand mails, then another', async () => {
    await start();
    for (let count = 0; count < 1_001; count++) await send('a');
    expect(server.mails).toHaveLength(1_001);
    expect(server.mails.at(-1)).toMatchObject({ connection: 2 });
    expect(server.mails.at(-2)).toMatchObject({ connection: 1 });
    expect(server.packets).toContain('QUIT\r\n');
  });

  test('an idle one is left with a goodbye, and one that was used meanwhile is kept', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await start();
      await send('a');
      vi.advanceTimersByTime(7_000);
      await send('b');
      vi.advanceTimersByTime(7_000);
      await send('c');
      expect(server.sockets).toHaveLength(1);
      expect(server.packets).not.toContain('QUIT\r\n');
      vi.advanceTimersByTime(8_000);
      await send('d');
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => server.packets).toContain('QUIT\r\n');
    expect(server.mails.map(({ connection }) => connection)).toEqual([1, 1, 1, 2]);
  });

  test('the envelope goes in one packet to a server that takes several commands at once', async () => {
    await start(undefined, '250 PIPELINING');
    expect(await send('a')).toContain('PIPELINING');
    expect(server.packets).toContain('MAIL FROM:<codes@shop.example>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n');
  });

  test.each(['250 8BITMIME', '250 PIPELINING'])(
    'lines that begin with dots arrive as they are (%s)',
    async (offers) => {
      await start(undefined, offers);
      const text = '.\r\n..\r\n.a\r\n\r\n.';
      await pool.send(
        { from: 'codes@shop.example', to: 'a@example.com' },
        mail(text),
        AbortSignal.timeout(5_000),
      );
      expect(server.mails[0]?.text).toBe(`Subject: Your code\r\n\r\n${text}`);
    },
  );

  test('no line break in an envelope reaches the server', async () => {
    await start();
    await expect(send('a>\r\nRCPT TO:<evil@evil.example')).rejects.toMatchObject({ code: 'EENVELOPE' });
    await send('b');
    expect(recipients()).toEqual(['b']);
    expect(server.packets.join()).not.toContain('evil');
  });
});

describe.each(['250 8BITMIME', '250 PIPELINING'])('a connection that breaks (%s)', (offers) => {
  test('while it is idle costs nothing: the next mail goes over a new one', async () => {
    await start(undefined, offers);
    await send('a');
    server.sockets[0]!.destroy();
    await send('b');
    expect(recipients()).toEqual(['a', 'b']);
  });

  test.each(['drop', '421 4.4.2 idle for too long'])(
    'at the next mail (%s): it goes over a new one, once',
    async (words) => {
      let fresh = true;
      await start(
        (step, connection) => (step === 'MAIL' && connection === 1 && !fresh ? words : null),
        offers,
      );
      await send('a');
      fresh = false;
      await send('b');
      expect(server.mails).toMatchObject([
        { to: 'a@example.com', connection: 1 },
        { to: 'b@example.com', connection: 2 },
      ]);
    },
  );

  test('at its first mail is a failure', async () => {
    await start((step) => (step === 'MAIL' ? 'drop' : null), offers);
    await expect(send('a')).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET/) });
    expect(server.sockets).toHaveLength(1);
  });

  test('after the final dot is a failure, and nothing is sent twice', async () => {
    await start((step, _, to) => (step === 'dot' && to.startsWith('b') ? 'drop' : null), offers);
    await send('a');
    await expect(send('b')).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET/) });
    await send('c');
    expect(recipients()).toEqual(['a', 'b', 'c']);
  });

  test('on the new connection too is a failure', async () => {
    let fresh = true;
    await start((step) => (step === 'MAIL' && !fresh ? 'drop' : null), offers);
    await send('a');
    fresh = false;
    await expect(send('b')).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET/) });
    expect(server.sockets).toHaveLength(2);
    expect(recipients()).toEqual(['a']);
  });
});

describe.each(['250 8BITMIME', '250 PIPELINING'])('a mail that is refused (%s)', (offers) => {
  test.each(['MAIL', 'RCPT', 'DATA', 'dot'] as const)('at %s leaves the connection to others', async (at) => {
    let refuses = true;
    await start((step) => (step === at && refuses ? '550 5.1.1 no' : null), offers);
    await expect(send('a')).rejects.toMatchObject({ responseCode: 550 });
    refuses = false;
    // The next may come before the server has forgotten the first, and goes over another connection then.
    await send('b');
    await expect.poll(() => server.packets).toContain('RSET\r\n');
    await Promise.all(['c', 'd', 'e'].map((name) => send(name)));
    const others = server.mails.filter(({ to }) => !to.startsWith('a'));
    expect(others).toHaveLength(4);
    expect(others.map(({ connection }) => connection)).toContain(1);
  });

  test('by servers that hang up at once keeps nobody from sending', async () => {
    await start((step, connection) => (step === 'RCPT' && connection <= 10 ? '421 busy' : null), offers);
    const refused = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => send(`a${index}`)));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    await send('b');
    expect(recipients()).toEqual(['b']);
  });
});

describe('giving up', () => {
  test('ends the conversation that hangs, and lets the next in', async () => {
    await start((step, _, to) => (step === 'DATA' && to.startsWith('slow') ? 'hang' : null));
    const all = Array.from({ length: 10 }, (_, index) => send(`slow${index}`, AbortSignal.timeout(300)));
    const after = send('quick');
    for (const one of await Promise.allSettled(all))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'EABORT' } });
    await after;
    expect(recipients()).toEqual(['quick']);
  });

  test('counts for a mail that waits for its turn, too', async () => {
    let hangs = true;
    await start((step) => (step === 'RCPT' && hangs ? 'hang' : null));
    const enough = new AbortController();
    const all = Array.from({ length: 10 }, (_, index) => send(`slow${index}`, enough.signal));
    await expect(send('late', AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'EABORT' });
    await expect(send('later', AbortSignal.abort())).rejects.toMatchObject({ code: 'EABORT' });
    hangs = false;
    enough.abort();
    await Promise.allSettled(all);
    await send('b');
    expect(recipients()).toEqual(['b']);
  });

  test('of the whole: what is under way is finished, idle connections end, what comes later is refused', async () => {
    await start((step, _, to) => (step === 'dot' && to.startsWith('b') ? 'hang' : null));
    await Promise.all([send('a'), send('c')]);
    const underWay = send('b');
    await expect.poll(recipients).toContain('b');
    pool.close();
    await expect(send('d')).rejects.toMatchObject({ code: 'ECONNECTION' });
    const open = server.sockets.filter((socket) => !socket.destroyed);
    const busy = open.find((_, index) => server.mails.at(-1)?.connection === index + 1)!;
    for (const socket of open) if (socket !== busy) await expect.poll(() => socket.destroyed).toBe(true);
    busy.write('250 taken\r\n');
    await underWay;
    await expect.poll(() => busy.destroyed).toBe(true);
    expect(recipients().sort()).toEqual(['a', 'b', 'c']);
  });
});
