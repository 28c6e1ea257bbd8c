'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Words } from '@/lib/words/words';

type CommonWords = Words['common'];

const Context = createContext<CommonWords | null>(null);

/** Gives the fields and buttons below it their words, so that forms need not hand them on one by one. */
export function CommonWordsProvider({ words, children }: { words: CommonWords; children: ReactNode }) {
  return <Context value={words}>{children}</Context>;
}

export function useCommonWords(): CommonWords {
  const words = use(Context);
  if (!words) throw new Error('CommonWordsProvider is missing: Document has it.');
  return words;
}
