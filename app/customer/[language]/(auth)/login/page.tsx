import type { Metadata } from 'next';
import { getWords } from '@/lib/web/page-words';
import { LoginCard } from './login-card';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).login.title };
}

export default function LoginPage() {
  return <LoginCard />;
}
