import { chooseLanguage } from '@/lib/web/choose-language';

/** What the menu of languages posts to. */
export function POST(request: Request): Promise<Response> {
  return chooseLanguage(request);
}
