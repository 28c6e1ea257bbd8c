import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { auth } from '../../auth.mjs';
import { LoginForm } from './login-form.jsx';

/** As its guide writes pages: the session is asked for on the server, so the page is rendered for each request. */
export default async function LoginPage() {
  const session = await auth.api.getSession({ headers: await headers() });
  if (session) redirect('/');
  return (
    <main>
      <h1>Sign in</h1>
      <LoginForm />
    </main>
  );
}
