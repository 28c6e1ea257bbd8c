import { Fragment, type ReactNode } from 'react';

/** A text of the catalogue with elements in the place of its `{names}`: each language has its own order of words. */
export function Phrase({ text, parts }: { text: string; parts: Readonly<Record<string, ReactNode>> }) {
  return text.split(/\{(\w+)\}/).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have no other identity and never move.
    <Fragment key={index}>{index % 2 ? parts[piece] : piece}</Fragment>
  ));
}
