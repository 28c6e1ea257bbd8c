import { redirect } from 'next/navigation';
import { parseLanguage } from '@/lib/words/languages';
import { clearFlow, type FlowState } from './flow-cookie';
import { setLanguageCookie } from './language-cookie';
import { safePath } from './safe-path';

/**
 * Ends a flow that has signed somebody in, and leads to where they wanted to go. From here on the pages speak the
 * account's language. Before, they must not: it would tell that there is an account.
 */
export async function arrive(flow: FlowState, locale: string | null): Promise<never> {
  const language = parseLanguage(locale);
  if (language) await setLanguageCookie(language);
  await clearFlow();
  redirect(safePath(flow.returnTo) ?? '/account');
}
