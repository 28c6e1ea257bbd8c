import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { keepTokens, latchkey } from '../../latchkey';

/** A page cannot set cookies while it is rendered: it sends the browser here when its access token is over. */
export async function GET(): Promise<never> {
  const jar = await cookies();
  const token = jar.get('shop.refresh')?.value;
  const next = token ? await latchkey.refreshSession({ refresh_token: token }).catch(() => null) : null;
  if (next) await keepTokens(next);
  else {
    jar.delete('shop.access');
    jar.delete('shop.refresh');
  }
  redirect('/');
}
