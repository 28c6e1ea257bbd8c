'use client';

import { ErrorCard } from './_components/error-card';
import './globals.css';

/** Stands in for the layout itself, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>That did not work</title>
        <ErrorCard error={error} retry={retry} />
      </body>
    </html>
  );
}
