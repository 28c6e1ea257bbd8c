import type { ReactNode } from 'react';
import { getBranding } from '@/lib/web/branding';
import { type Language, languageFacts } from '@/lib/words/languages';
import { wordsOf } from '@/lib/words/words';
import { CommonWordsProvider } from './common-words';
import { FocusKeeper } from './focus-keeper';
import '../globals.css';

/** The document of every page. Nothing here may ask who is visiting: prerendered pages would lose their place in the cache. */
export function Document({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <html lang={language} dir={languageFacts[language].direction}>
      <body>
        {getBranding().brand !== 'none' && <link rel="stylesheet" href="/brand.css" precedence="brand" />}
        <CommonWordsProvider words={wordsOf(language).common}>{children}</CommonWordsProvider>
        <FocusKeeper />
      </body>
    </html>
  );
}
