import type { CustomerCursor } from '@/lib/accounts/customers';

/** A place in a list as clients carry it around. It says nothing that the page before did not say. */
export function writeCursor({ createdAt, id }: CustomerCursor): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

/** @returns null for anything that writeCursor did not write. */
export function readCursor(text: string): CustomerCursor | null {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString('latin1').split(' ');
  const createdAt = new Date(at);
  const isWhole =
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !Number.isNaN(createdAt.getTime());
  return isWhole && writeCursor({ createdAt, id }) === text ? { createdAt, id } : null;
}
