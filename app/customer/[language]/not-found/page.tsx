import { connection } from 'next/server';
import { NotFoundPage } from '@/app/_components/not-found-page';
import { answerStatus } from '@/lib/web/answer-status';

export { describeNotFound as generateMetadata } from '@/app/_components/not-found-page';

/**
 * next.config.js leads here from every address that nothing answers. Not by notFound(): what that renders is empty without
 * JavaScript.
 */
export default async function NoSuchPage() {
  await connection();
  answerStatus(404);
  return <NotFoundPage />;
}
