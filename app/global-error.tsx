'use client';

import { ErrorCard } from './_components/error-card';
import './globals.css';

/** Where the document itself failed nothing is known any more, not even the language. */
const words = {
  title: 'That did not work',
  intro: 'Something went wrong on our side, not on yours. Please try again in a moment.',
  number: 'Error number',
  retry: 'Try again',
  home: 'Go to the start',
};

/** Stands in for the layout itself, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{words.title}</title>
        {/* Whether there is a brand is not known either; without one this is empty. */}
        <link rel="stylesheet" href="/brand.css" precedence="brand" />
        <ErrorCard error={error} retry={retry} words={words} />
      </body>
    </html>
  );
}
