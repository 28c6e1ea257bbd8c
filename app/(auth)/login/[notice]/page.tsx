import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LoginCard } from '../login-card';

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } };

/** What has just happened elsewhere, by the value of the cookie of lib/web/notice-cookie.ts. */
const notices = {
  password_set: 'Your new password is set. Sign in with it.',
  signed_out: 'You are signed out.',
  unlocked: 'Codes work again for your account.',
};

export const dynamicParams = false;

export function generateStaticParams() {
  return Object.keys(notices).map((notice) => ({ notice }));
}

/** /login as it answers with that cookie (next.config.ts rewrites it here): prerendered too, and no script is needed. */
export default async function LoginNoticePage({ params }: { params: Promise<{ notice: string }> }) {
  const { notice } = await params;
  if (!Object.hasOwn(notices, notice)) notFound();
  return <LoginCard notice={notices[notice as keyof typeof notices]} />;
}
