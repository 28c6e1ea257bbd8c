/** An expected outcome. Everything unexpected is thrown and caught once, at the edge. */
export type Result<Done, Reason extends string, Extra = object> =
  | { ok: true; value: Done }
  | ({ ok: false; reason: Reason } & Partial<Extra>);

export function ok<Done>(value: Done): { ok: true; value: Done } {
  return { ok: true, value };
}

export function fail<Reason extends string, Extra extends object = object>(
  reason: Reason,
  extra?: Extra,
): { ok: false; reason: Reason } & Extra {
  return { ok: false, reason, ...(extra as Extra) };
}
