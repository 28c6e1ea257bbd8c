import type { Database } from '@/lib/db/client';

/** Nobody real: example domains, and phone numbers set aside for examples where a country has such. */
export const demoCustomers = [
  { name: 'Test Customer', email: 'test@example.com', phone: '+919876543210', customerType: 'Household' },
  { name: 'Asha Verma', email: 'asha@example.com', phone: '+919876543211', customerType: 'Business' },
  { name: 'John Doe', email: 'john@example.com', phone: '+12025550143', customerType: 'Household' },
  { name: 'Mary Major', email: 'mary@example.com', phone: null, customerType: 'Business' },
  { name: 'Phone Only', email: null, phone: '+447700900123', customerType: 'Household' },
];

/** Adds the demo customers that are not there; nothing that exists is changed. */
export async function seed(db: Database): Promise<{ added: number; present: number }> {
  // The unique constraints decide, so that two runs at once add nobody twice.
  const { count } = await db.user.createMany({ data: demoCustomers, skipDuplicates: true });
  return { added: count, present: demoCustomers.length - count };
}
