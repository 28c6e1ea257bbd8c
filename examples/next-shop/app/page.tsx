import { redirect } from 'next/navigation';
import { getCustomer } from '../latchkey';
import { signOut } from './sign-in/actions';

export default async function HomePage() {
  const customer = await getCustomer();
  if (customer === 'expired') redirect('/refresh');
  if (!customer) {
    return (
      <main>
        <h1>Shop</h1>
        <a href="/sign-in">Sign in</a>
      </main>
    );
  }
  return (
    <main>
      <h1>Welcome, {customer.name || 'customer'}</h1>
      <form action={signOut}>
        <button type="submit">Sign out</button>
      </form>
    </main>
  );
}
