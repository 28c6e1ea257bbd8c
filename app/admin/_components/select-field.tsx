export type SelectFieldProps = {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  defaultValue?: string;
};

/** A labelled list to choose from. The id is the name. */
export function SelectField({ name, label, options, defaultValue }: SelectFieldProps) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={name} className="text-sm font-semibold text-ink">
        {label}
      </label>
      <select
        id={name}
        name={name}
        defaultValue={defaultValue}
        className="min-h-12 w-full rounded-control border border-field-line bg-surface px-3 py-2 text-ink shadow-low hover:border-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
