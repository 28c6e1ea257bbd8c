import type { ReactNode } from 'react';

export type Column<Row> = {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand under each other. */
  numeric?: boolean;
  /** In the middle of the row: on its base line, Firefox lets the text beside them stand out of the row. */
  hasButtons?: boolean;
};

export type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

/** A table that scrolls by itself where it is too wide, and shows that it does; the first cell of each row is its head. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls what has the focus.
    <section className="scroll-shade -mx-1 overflow-x-auto px-1" tabIndex={0} aria-label={caption}>
      <table className="w-full border-collapse text-left max-sm:min-w-[46rem]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            {columns.map(({ head, numeric }) => (
              <th
                key={head}
                scope="col"
                className={`py-2 pr-5 font-semibold whitespace-nowrap last:pr-0 ${numeric ? 'text-right' : ''}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowKey(row)} className="align-baseline hover:bg-canvas">
              {columns.map(({ head, cell, numeric, hasButtons }, index) => {
                const className = `py-2.5 pr-5 last:pr-0 ${numeric ? 'text-right tabular-nums whitespace-nowrap' : ''} ${hasButtons ? 'align-middle' : ''}`;
                return index === 0 ? (
                  <th key={head} scope="row" className={`${className} text-left font-medium text-ink`}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} className={className}>
                    {cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
