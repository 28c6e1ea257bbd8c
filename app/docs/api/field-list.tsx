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

/** The fields of a body: name, form, meaning. One below the other on a phone. */
export function FieldList({ caption, schema }: { caption: string; schema: object }) {
  const { properties = {}, required = [] } = schema as JsonSchema;
  return (
    <div className="grid gap-1">
      <h3 className="text-sm font-semibold text-muted">{caption}</h3>
      <dl>
        {Object.entries(properties).map(([name, field]) => (
          <div
            key={name}
            className="grid gap-x-4 border-t border-line py-2 sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)_minmax(0,1.5fr)]"
          >
            <dt className="font-mono font-medium wrap-anywhere text-ink">
              {name}
              {!required.includes(name) && <span className="font-sans text-sm text-muted"> (optional)</span>}
            </dt>
            <dd className="wrap-anywhere text-muted">{describeForm(field)}</dd>
            {field.description && <dd className="wrap-anywhere text-muted">{withCode(field.description)}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}

function describeForm(field: JsonSchema): string {
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum) return field.enum.join(', ');
  if (field.anyOf) return field.anyOf.map(describeForm).join(' or ');
  if (field.properties) return `{ ${Object.keys(field.properties).join(', ')} }`;
  return [field.format ?? field.type].flat().join(' or ');
}

/** What stands between backticks, as descriptions in OpenAPI have it, is code. */
function withCode(text: string) {
  return [...text.matchAll(/`([^`]+)`|[^`]+/g)].map(({ 0: words, 1: code, index: place }) =>
    code === undefined ? words : <code key={place}>{code}</code>,
  );
}
