import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { openOwnLine } from './own-line';
import { type MailManners, serveNobody } from './own-mail-server';
import { imitateServer, rehearseMail } from './rehearse-mail';
import { smsMessage } from './stand-ins/message-fixture';

const sender = { name: null, address: 'login@example.com' };
const message = (text = 'Your code: 012345') =>
  smsMessage({ channel: 'email', to: 'nobody@example.com', subject: 'Your code', text });

describe.each([[[]], [['SIZE 1000', 'PIPELINING']]])(
  'a mail to nobody, in the manners of %j',
  (abilities) => {
    test('comes to its end, many at once and however long', async () => {
      imitateServer(abilities);
      const texts = ['a', '.\r\n.', 'long '.repeat(60_000), ...Array.from({ length: 25 }, () => 'b')];
      await Promise.all(texts.map((text) => rehearseMail(message(text), sender, 0)));
    });

    test('takes the time that a real one takes', async () => {
      imitateServer(abilities);
      await rehearseMail(message(), sender, 0);
      const begunAt = performance.now();
      await rehearseMail(message(), sender, 80);
      expect(performance.now() - begunAt).toBeGreaterThan(75);
    });
  },
);

describe('the mail server that is nobody', () => {
  async function converse(manners: MailManners, packets: string[]): Promise<string[]> {
    const { near, far } = await openOwnLine();
    serveNobody(far, () => manners);
    const replies = [String((await once(near, 'data'))[0])];
    for (const packet of packets) {
      near.write(packet);
      let reply = '';
      // One for each command; those of one packet may come apart.
      do reply += String((await once(near, 'data'))[0]);
      while (packet.endsWith('DATA\r\n') && !reply.includes('354 '));
      replies.push(reply);
    }
    near.destroy();
    return replies;
  }

  test('answers command by command', async () => {
    const packets = [
      'EHLO a\r\n',
      'MAIL FROM:<a@b.example>\r\n',
      'RCPT TO:<c@d.example>\r\n',
      'DATA\r\n',
      'A: b\r\n\r\nc\r\n.\r\n',
      'QUIT\r\n',
    ];
    const replies = await converse({ pipelines: false, paceMs: 0 }, packets);
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual([
      '220',
      '250',
      '250',
      '250',
      '354',
      '250',
      '221',
    ]);
    expect(replies[1]).not.toContain('PIPELINING');
  });

  test('answers an envelope that comes in one packet', async () => {
    const envelope = 'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n';
    const replies = await converse({ pipelines: true, paceMs: 0 }, [
      'EHLO a\r\n',
      envelope,
      'A: b\r\n\r\nc\r\n.\r\n',
      envelope,
    ]);
    expect(replies[1]).toContain('PIPELINING');
    expect(replies[2]).toMatch(/^250 .*\r\n250 .*\r\n354 .*\r\n$/);
    expect(replies[3]).toMatch(/^250 /);
    expect(replies[4]).toBe(replies[2]);
  });

  test('knows the end of a mail that comes in two pieces', async () => {
    const { near, far } = await openOwnLine();
    serveNobody(far, () => ({ pipelines: false, paceMs: 0 }));
    await once(near, 'data');
    near.write('DATA\r\n');
    await once(near, 'data');
    near.write('A: b\r\n\r\nc\r\n.');
    await once(far, 'data');
    near.write('\r\n');
    expect(String((await once(near, 'data'))[0])).toMatch(/^250 /);
    near.destroy();
  });
});
