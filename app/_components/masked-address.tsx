/** Where a code goes, in a sentence. Isolated, so that a phone number keeps its order in a right-to-left text. */
export function MaskedAddress({ children }: { children: string }) {
  return <bdi className="font-semibold break-words text-ink">{children}</bdi>;
}
