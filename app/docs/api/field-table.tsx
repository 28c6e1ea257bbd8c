interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: string[];
  format?: string;
  const?: unknown;
  description?: string;
  anyOf?: JsonSchema[];
}

/** The fields of a body: name, form, meaning. */
export function FieldTable({ of, caption, schema }: { of: string; caption: string; schema: object }) {
  const { properties = {}, required = [] } = schema as JsonSchema;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls what has the focus.
    <section className="overflow-x-auto" tabIndex={0} aria-label={`${of}: ${caption}`}>
      <table className="w-full border-collapse text-left text-base">
        <caption className="pb-1 text-left text-sm font-semibold text-muted">{caption}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Form</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(properties).map(([name, field]) => (
            <tr key={name} className="border-t border-line align-top">
              <th scope="row" className="py-2 pr-4 font-mono font-medium text-ink">
                {name}
                {!required.includes(name) && (
                  <span className="font-sans text-sm text-muted"> (optional)</span>
                )}
              </th>
              <td className="py-2 pr-4 text-muted">{describeForm(field)}</td>
              <td className="py-2 text-muted">{field.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function describeForm(field: JsonSchema): string {
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum) return field.enum.join(', ');
  if (field.anyOf) return field.anyOf.map(describeForm).join(' or ');
  if (field.properties) return `{ ${Object.keys(field.properties).join(', ')} }`;
  return [field.format ?? field.type].flat().join(' or ');
}
