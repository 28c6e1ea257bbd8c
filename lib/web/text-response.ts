/** The body of a request that was read already, before there was a Request of it; absent for methods without one. */
export interface DirectBody {
  body?: Buffer | undefined;
}

/**
 * A response whose text is at hand. Who writes it to a socket takes `content`, and no stream has to be made of it and read
 * again, which costs as much as the rest of a small answer.
 */
export class TextResponse extends Response {
  constructor(
    readonly content: string | null,
    init: ResponseInit,
  ) {
    super(null, init);
  }
}
