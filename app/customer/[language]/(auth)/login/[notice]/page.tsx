import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getWords } from '@/lib/web/page-words';
import { wordsOf } from '@/lib/words/words';
import { LoginCard } from '../login-card';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).login.title, robots: { index: false } };
}

export const dynamicParams = false;

/** What has just happened elsewhere, by the value of the cookie of lib/web/notice-cookie.ts. */
export function generateStaticParams() {
  return Object.keys(wordsOf('en').login.notices).map((notice) => ({ notice }));
}

/** /login as it answers with that cookie (scripts/customer-pages.mjs): prerendered too, and no script is needed. */
export default async function LoginNoticePage({ params }: { params: Promise<{ notice: string }> }) {
  const { notice } = await params;
  const { notices } = (await getWords()).login;
  if (!Object.hasOwn(notices, notice)) notFound();
  return <LoginCard notice={notices[notice as keyof typeof notices]} />;
}
