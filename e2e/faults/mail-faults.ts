import type { Fault } from './fault';
import type { FaultTarget } from './fault-target';
import { askForCode, codeIn, mailsTo, outcomeOf, show, until, untilMail, untilRecovered } from './flow';
import { type MailFault, type MailStage, mailStages } from './mail-server';
import { watchHealth } from './watch-health';

/** A fault of the mail server is no reason to take a server out of traffic: readiness stays as it is. */
async function duringMailFault(
  target: FaultTarget,
  begin: () => Promise<void> | void,
  end: () => Promise<void> | void,
): Promise<string> {
  const health = watchHealth(target.instances);
  await begin();
  const { id, to, answeredInSeconds } = await askForCode(target).catch(async (error) => {
    await end();
    throw error;
  });
  try {
    if (answeredInSeconds > 3)
      throw new Error(`the answer waited ${show(answeredInSeconds)} for the mail server`);
    await until('a failed attempt', 15, () =>
      target.db.deliveryAttempt.findFirst({ where: { delivery: { otpId: id }, outcome: 'failed' } }),
    );
  } finally {
    await end();
  }
  const recovered = await untilRecovered(target);
  // The message that met the fault arrives too, and its code works.
  await until('the message sent', 20, () =>
    target.db.delivery.findFirst({ where: { otpId: id, state: 'sent' } }),
  );
  const { text } = await untilMail(target, to, 1);
  await target.api.checkCode({ id, code: codeIn(text) });
  const mails = mailsTo(target, to);
  if (new Set(mails.map((mail) => codeIn(mail.text))).size !== 1)
    throw new Error('a repeat carried another code');
  if (new Set(mails.map(({ headers }) => headers['message-id'])).size !== 1)
    throw new Error('a repeat carried another Message-ID');
  await health.requireAlive();
  const again = mails.length > 1 ? `, arrived ${mails.length} times with one code` : '';
  return `answered in ${show(answeredInSeconds)}${again}; recovered in ${show(recovered)}`;
}

const withFault = (target: FaultTarget, fault: MailFault) =>
  duringMailFault(
    target,
    () => {
      target.mail.fault = fault;
      target.mail.hangUp();
    },
    () => {
      target.mail.fault = null;
    },
  );

const wordsOf: Readonly<Record<MailStage, string>> = {
  banner: 'before its banner',
  EHLO: 'at EHLO',
  AUTH: 'at AUTH',
  MAIL: 'at MAIL',
  RCPT: 'at RCPT',
  DATA: 'at DATA',
  dot: 'after the dot, the mail not taken',
  after: 'after the dot, the mail taken',
};

export const mailFaults: Fault[] = [
  {
    name: 'smtp-refuses-connections',
    promise: 'No mail server: codes are accepted, and sent when it is back',
    run: (target) =>
      duringMailFault(
        target,
        () => target.mail.setListening(false),
        () => target.mail.setListening(true),
      ),
  },
  ...(
    [
      ['banner', '421 4.3.2 closing down'],
      ['MAIL', '451 4.3.0 try again'],
      ['RCPT', '450 4.2.0 try again'],
      ['dot', '452 4.3.1 no space'],
    ] as const
  ).map(([stage, reply]) => ({
    name: `smtp-refuses-${stage.toLowerCase()}`,
    promise: `The mail server answers ${reply.slice(0, 3)} ${wordsOf[stage]}: sent later, same code`,
    run: (target: FaultTarget) => withFault(target, { stage, reply }),
  })),
  ...mailStages.map((stage) => ({
    name: `smtp-hangs-${stage.toLowerCase()}`,
    promise: `The mail server says nothing ${wordsOf[stage]}: given up in 10 s, sent again, same code`,
    run: (target: FaultTarget) => withFault(target, { stage, reply: null }),
  })),
  {
    name: 'smtp-breaks-off',
    promise: 'The connection breaks after the mail was taken: the repeat has the same code and Message-ID',
    run: (target) => withFault(target, { stage: 'after', reply: null, drop: true }),
  },
  {
    name: 'smtp-hangs-with-a-queue',
    promise: 'Forty messages hang in the mail server: a new code is there within 10 s of the repair',
    async run(target) {
      target.mail.fault = { stage: 'dot', reply: null };
      const asked = await Promise.all(Array.from({ length: 40 }, () => askForCode(target)));
      await until('messages that hang', 15, async () => {
        const open = await target.db.delivery.count({
          where: { otpId: { in: asked.map(({ id }) => id) }, state: 'sending' },
        });
        return open >= 20;
      });
      target.mail.fault = null;
      const recovered = await untilRecovered(target);
      await Promise.all(asked.map(({ to }) => untilMail(target, to, 40)));
      return `recovered in ${show(recovered)}; all 40 arrived`;
    },
  },
  {
    name: 'smtp-slow',
    promise: 'The mail server takes a second for each reply: pages do not wait, the code arrives',
    async run(target) {
      const health = watchHealth(target.instances);
      target.mail.delayMs = 1_000;
      try {
        const { id, to, answeredInSeconds } = await askForCode(target);
        if (answeredInSeconds > 0.9) throw new Error(`the answer waited ${show(answeredInSeconds)}`);
        const began = performance.now();
        const { text } = await untilMail(target, to, 20);
        const outcome = await outcomeOf(target.api.checkCode({ id, code: codeIn(text) }));
        if (outcome !== 'ok') throw new Error(`the code was refused: ${outcome}`);
        await health.requireAlive();
        return `answered in ${show(answeredInSeconds)}, mail ${show((performance.now() - began) / 1000)} later`;
      } finally {
        target.mail.delayMs = 0;
      }
    },
  },
];
