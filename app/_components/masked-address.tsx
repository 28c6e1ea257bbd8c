/**
 * Where a code goes, in a sentence. Isolated, so that a phone number keeps its order in a right-to-left text, and on one line
 * where it fits there.
 */
export function MaskedAddress({ children }: { children: string }) {
  return <bdi className="inline-block max-w-full font-semibold break-words text-ink">{children}</bdi>;
}
