/** A code that was asked for. */
export interface Asked {
  email: string;
  /** Latchkey's id of the challenge; better-auth knows a code by its address. */
  id: string;
}

/** What shows a session: a header's name and value. */
export type Session = Record<string, string>;

/** What is measured, in the words of one system. Each call is what a front end of that system would send. */
export interface System {
  name: string;
  url: string;
  /** The process that was started; all below it is counted with it. */
  pid: number;
  /** Web processes that share its port. */
  processes: number;
  loginPage(): Promise<string>;
  /** Asks for a sign-in code; resolves with the answer, which may be before the mail. */
  askCode(email: string): Promise<Asked>;
  /** A right code for a session. */
  signIn(asked: Asked, code: string): Promise<Session>;
  checkSession(session: Session): Promise<void>;
  askReset(email: string): Promise<Asked>;
  setPassword(asked: Asked, code: string): Promise<void>;
  stop(): Promise<void>;
}
