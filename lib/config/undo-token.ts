import { readLink, signLink } from './link-token';

/** Of the link that takes the change of an address back. */
export function signUndoToken(id: string): string {
  return signLink('undo', id);
}

export function readUndoToken(token: string): string | null {
  return readLink('undo', token);
}
