import { notFound } from 'next/navigation';

export const dynamic = 'force-static';

/** next.config.ts leads here from every address that nothing answers. */
export default function NoSuchPage() {
  notFound();
}
