import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';

/** A name server on this machine that knows these TXT records; what is above one of them exists without a record. */
export async function startDnsStandIn(
  records: Record<string, string[]>,
): Promise<{ resolver: Resolver; close(): void }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = readName(query);
    const texts = records[name] ?? [];
    const exists = Object.keys(records).some((one) => one === name || one.endsWith(`.${name}`));
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(exists ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(texts.length, 6);
    header.writeUInt16BE(0, 8);
    header.writeUInt16BE(0, 10);
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...texts.map(toAnswer)]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  let open = true;
  return {
    resolver,
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (query[at]! > 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
    at += query[at]! + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** RFC 1035: the name of the question, TXT, IN, a minute, and strings of at most 255 bytes. */
function toAnswer(text: string): Buffer {
  const strings = (text.match(/.{1,255}/gs) ?? ['']).map((part) =>
    Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')]),
  );
  const data = Buffer.concat(strings);
  const head = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
