/**
 * Subjects of holds: `user:<id>` (everybody who tries an account), `user:<id>/<device>` (one browser that its owner has
 * signed in with before), `user:<id>/key:<id>` (one application with its own key), `address:<fingerprint>` (no such
 * account), `open:<fingerprint>` (registration, whether there is an account or not); the last two, too, have a count for each application.
 */
export function deviceSubject(userId: string, deviceHash: Uint8Array): string {
  return `user:${userId}/${Buffer.from(deviceHash).toString('base64url').slice(0, 22)}`;
}

/** The count of one application: what strangers do on the pages does not hold its customers. */
export function keySubject(subject: string, keyId: string): string {
  return `${subject}/key:${keyId}`;
}

export function isDeviceSubject(subject: string): boolean {
  return hasOwnCount(subject) && !subject.includes('/key:');
}

/** Counted apart from everybody else. */
export function hasOwnCount(subject: string): boolean {
  return subject.includes('/');
}

/** The subject of everybody; the same one where there is nothing apart from it. */
export function sharedSubject(subject: string): string {
  return subject.split('/', 1)[0]!;
}
