const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in a path, or null: what is no id is not there. */
export function parseCodeId(text: string | undefined): string | null {
  return text !== undefined && uuid.test(text) ? text : null;
}
