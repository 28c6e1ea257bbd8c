import { TextLink } from '@/app/_components/text-link';
import type { Chart } from '@/lib/flows/console/statistics-csv';

/** The figures of one chart, as a file. */
export function CsvLink({ csv, chart }: { csv: string; chart: Chart }) {
  return (
    <TextLink href={`${csv}&chart=${chart}`} aria-label={`CSV: ${chart}`}>
      CSV
    </TextLink>
  );
}
