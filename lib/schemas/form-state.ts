/** What a form shows after a POST: the answer of its server action. Actions make it, forms read it. */
export interface FormState {
  /** Sentences for the whole form. */
  error?: string;
  notice?: string;
  /** Field name → sentence. */
  fieldErrors?: Record<string, string>;
  /** What was typed, to be shown again. Never a code or a password. */
  values?: Record<string, string>;
  /** Changes with every answer, so that the same error is announced again. */
  answeredAt?: number;
  /** Changes when the form could not be sent: nothing was answered, so what was typed stays, codes included. */
  undeliveredAt?: number;
  /** Work for the browser before it sends the form again, and the ticket for who cannot (lib/web/require-proof.ts). */
  puzzle?: string;
  ticket?: string;
  /** A vendor's captcha to be solved by the person: its script, the name that it gets, and our key. */
  captcha?: { script: string; global: string; siteKey: string };
  /** The flow cannot go on here; the page offers a way to go on. */
  ended?: boolean;
  /** Not even a new code helps: only starting again does. */
  mustRestart?: boolean;
  /** Seconds until the next code may be asked for. */
  resendSeconds?: number;
  /** New backup codes: this answer is the only place that ever shows them. */
  backupCodes?: string[];
  /** Secrets of a new key: this answer is the only place that ever shows them. */
  secrets?: { term: string; secret: string }[];
  /** Where what was done can be followed. */
  follow?: string;
  /** What the browser has to ask its passkeys (JSON of Web Authentication). */
  passkeyOptions?: string;
}
