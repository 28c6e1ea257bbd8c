import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { Database } from '@/lib/db/client';
import { changeAccount } from '@/lib/flows/change-account';
import type { Command } from './command';
import { SetupError } from './prepare.mjs';

export const accountCommands: Record<string, Command> = {
  grant: async (db, [typed = '', given = '']) => {
    const role = given || 'admin';
    if (role !== 'customer' && role !== 'support' && role !== 'admin') {
      throw new SetupError('The role is one of: customer, support, admin.');
    }
    return change(db, typed, { kind: 'role', role });
  },
  'user disable': (db, [typed = '']) => change(db, typed, { kind: 'disable' }),
  'user enable': (db, [typed = '']) => change(db, typed, { kind: 'enable' }),
  'user sign-out': (db, [typed = '']) => change(db, typed, { kind: 'sign_out' }),
};

async function change(db: Database, typed: string, wanted: Parameters<typeof changeAccount>[1]['change']) {
  const identifier = parseIdentifier(typed);
  if (identifier.kind === 'invalid')
    throw new SetupError(`"${typed}" is no e-mail address and no phone number.`);
  const result = await changeAccount(
    { db },
    { address: identifier.address, change: wanted, actor: 'system' },
  );
  if (result.ok) return { id: result.value.userId, done: wanted };
  throw new SetupError(
    result.reason === 'last_admin' ? 'The last admin stays one.' : `No account has the address ${typed}.`,
  );
}
