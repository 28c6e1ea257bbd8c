import type { MailDrop } from './mail-drop';
import type { Asked, Session, System } from './system';

/** What one system is asked to do, with the codes and sessions that it has given so far. */
export interface Work {
  system: System;
  /** A sign-in code is asked for and its mail has come. */
  send(): Promise<void>;
  /** One of the codes that were sent becomes a session. */
  verify(): Promise<void>;
  check(index: number): Promise<void>;
  /** From "forgot" to the new password, with the code's mail. */
  reset(): Promise<void>;
  /** From the sign-in page to a session. */
  signInFromPage(): Promise<void>;
  /** Milliseconds until the answer to "send me a code", wherever the mail is by then. */
  answerMs(): Promise<number>;
}

export function createWork(system: System, mail: MailDrop, emails: readonly string[]): Work {
  // Each account once: nobody's limits are in the way.
  let used = 0;
  const codes: { asked: Asked; code: string }[] = [];
  const sessions: Session[] = [];
  const nextEmail = () => emails[used++ % emails.length]!;
  const ask = async (how: 'askCode' | 'askReset') => {
    const email = nextEmail();
    const comes = mail.codeFor(email);
    const asked = await system[how](email);
    return { asked, code: await comes };
  };
  return {
    system,
    send: async () => {
      codes.push(await ask('askCode'));
    },
    verify: async () => {
      const { asked, code } = codes.pop()!;
      sessions.push(await system.signIn(asked, code));
    },
    check: (index) => system.checkSession(sessions[index % sessions.length]!),
    reset: async () => {
      const { asked, code } = await ask('askReset');
      await system.setPassword(asked, code);
    },
    signInFromPage: async () => {
      await system.loginPage();
      const { asked, code } = await ask('askCode');
      await system.signIn(asked, code);
    },
    answerMs: async () => {
      const email = nextEmail();
      const comes = mail.codeFor(email);
      const began = performance.now();
      await system.askCode(email);
      const answered = performance.now() - began;
      await comes;
      return answered;
    },
  };
}
