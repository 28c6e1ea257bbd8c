import type { FilterChoice } from './filter-bar';

const all = { value: '', label: 'All' };

/** A choice of one of the values, or of all where nothing is chosen. */
export function allOrOne<Value extends string>(
  { name, label, chosen }: { name: string; label: string; chosen: string | null | undefined },
  values: readonly Value[],
  nameOf: (value: Value) => string = (value) => value,
): FilterChoice {
  const options = [all, ...values.map((value) => ({ value, label: nameOf(value) }))];
  return { name, label, value: chosen ?? '', options };
}
