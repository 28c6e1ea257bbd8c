/** A code as it is read out: "0, 1, 2, 3", so that no voice makes a number of it. */
export function spokenCode(code: string): string {
  return [...code].join(', ');
}
