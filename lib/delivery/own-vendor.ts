import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { answerAsVendor, type RehearsedVendor } from './own-vendor-answers';

/** What nobody's vendor imitates of the real ones. */
export interface VendorManners {
  /** When the call began, of `performance.now()`, and how many milliseconds a real one takes. */
  begunAt: number;
  paceMs: number;
  fails: boolean;
}

export interface OwnVendor {
  /** Of one vendor. Whoever does not know this address gets no answer. */
  urlOf(vendor: RehearsedVendor): string;
  /** Hangs up on everybody, and listens no more. */
  close(): void;
}

/** No request of a provider has more before its body; a mail with its pictures is the largest body. */
const largestHead = 16 * 1024;
const largestBody = 4 * 1024 * 1024;
/** Twenty calls of each channel at once, and some that are idle. */
const maxConnections = 128;
const idleMs = 60_000;

/**
 * The vendors of texts, calls and mail, as far as one process with itself can be them: takes any call, does nothing with it, and
 * answers as a vendor does that has taken the message. Listens on this machine only, and its address has a part that nobody else
 * knows: to any other request it hangs up. So small, because it works on the processor of which a real vendor takes nothing.
 */
export async function openOwnVendor(manners: () => VendorManners): Promise<OwnVendor> {
  const secret = randomBytes(16).toString('hex');
  const lines = new Set<Socket>();
  const server = createServer({ noDelay: true }, (line) => {
    lines.add(line.unref());
    line.on('error', () => {}).on('close', () => lines.delete(line));
    line.setTimeout(idleMs, () => line.destroy());
    listen(line, secret, manners);
  });
  server.maxConnections = maxConnections;
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Without a free file descriptor a caller is not taken; unheard, that would end the process.
  server.on('error', () => {});
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (vendor) => `http://127.0.0.1:${port}/${secret}/${vendor}`,
    close() {
      server.close();
      for (const line of lines) line.destroy();
    },
  };
}

/** Reads requests, one after the other, as far as it takes to know where each ends. */
function listen(line: Socket, secret: string, manners: () => VendorManners): void {
  const start = new RegExp(`^(?:GET|POST) /${secret}/([a-z0-9-]+)(\\S*) HTTP/1\\.1\r\n`);
  let held: Buffer = Buffer.alloc(0);
  let end = 0;
  let answer: (() => void) | null = null;

  line.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (answer === null) {
      const headEnd = held.indexOf('\r\n\r\n');
      if (headEnd < 0 && held.length < largestHead) return;
      const head = held.toString('latin1', 0, Math.max(0, headEnd) + 2);
      const call = start.exec(head);
      const length = Number(/\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1] ?? 0);
      if (!call || length > largestBody) return void line.destroy();
      end = headEnd + 4 + length;
      answer = () => answerInTime(line, call[1]!, call[2]!, manners());
    }
    if (held.length < end) return;
    // Nobody sends the next request before the answer to this one.
    held = Buffer.alloc(0);
    answer();
    answer = null;
  });
}

function answerInTime(line: Socket, vendor: string, path: string, manners: VendorManners): void {
  const { status, type, body, atShare } = answerAsVendor(vendor as RehearsedVendor, path, manners.fails);
  const words = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const early = manners.begunAt + manners.paceMs * atShare - performance.now();
  // A timer would be later than that.
  if (early > 0.3) setTimeout(() => line.write(words), early).unref();
  else line.write(words);
}
