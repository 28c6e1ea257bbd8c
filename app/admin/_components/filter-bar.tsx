import type { ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { TextLink } from '@/app/_components/text-link';

export type FilterChoice = {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
};

/** A GET form: what is chosen stands in the address, can be bookmarked, and works without scripts. */
export function FilterBar({
  path,
  choices,
  children,
  label = 'Show',
}: {
  path: string;
  choices: readonly FilterChoice[];
  children?: ReactNode;
  label?: string;
}) {
  return (
    <form method="get" action={path} className="flex flex-wrap items-end gap-3">
      {children}
      {choices.map(({ name, label: choiceLabel, value, options }) => (
        <div key={name} className="grid min-w-32 max-w-full flex-1 gap-1.5 sm:flex-none">
          <label htmlFor={`filter-${name}`} className="text-sm font-semibold text-ink">
            {choiceLabel}
          </label>
          <select
            id={`filter-${name}`}
            name={name}
            defaultValue={value}
            className="min-h-12 w-full rounded-control border border-field-line bg-surface px-3 py-2 text-ink shadow-low hover:border-ink"
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      ))}
      <Button type="submit" variant="secondary">
        {label}
      </Button>
      <TextLink href={path}>Reset</TextLink>
    </form>
  );
}
