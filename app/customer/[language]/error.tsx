'use client';

import { useCommonWords } from '@/app/_components/common-words';
import { ErrorCard } from '@/app/_components/error-card';

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorCard error={error} retry={retry} words={useCommonWords().error} />;
}
