import { Readable } from 'node:stream';

/** A mail in one piece, for whose turn nodemailer asks when the server has taken the envelope. */
export class OneMail extends Readable {
  hasBegun = false;

  constructor(private readonly bytes: Buffer) {
    super();
  }

  override pipe<Target extends NodeJS.WritableStream>(target: Target): Target {
    this.hasBegun = true;
    target.end(this.bytes);
    return target;
  }
}
