import { type Account, findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import { channels } from '@/lib/config/delivery-settings';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { liftSuppression } from '@/lib/delivery/suppression';
import { clearEveryFailure } from '@/lib/limits/holds';
import { fail, ok, type Result } from '@/lib/result';
import { changeAccount } from '../change-account';
import type { Deps, Visitor } from '../deps';
import { planFactorRelease } from '../plan-factor-release';
import { tellOwner } from '../tell-owner';
import type { StaffRight } from './staff-rights';

export type Help =
  | { kind: 'start_reset' }
  | { kind: 'clear_hold' }
  | { kind: 'lift_suppression'; channel: string }
  | { kind: 'sign_out' }
  | { kind: 'plan_release' }
  | { kind: 'disable' }
  | { kind: 'enable' }
  | { kind: 'role'; role: 'customer' | 'support' | 'admin' };

/** The right that each of them needs. */
export const helpRights: Readonly<Record<Help['kind'], StaffRight>> = {
  start_reset: 'help_customers',
  clear_hold: 'help_customers',
  lift_suppression: 'help_customers',
  sign_out: 'help_customers',
  plan_release: 'change_accounts',
  disable: 'change_accounts',
  enable: 'change_accounts',
  role: 'change_roles',
};

export type HelpFailure =
  | 'not_found'
  | 'staff_nothing_to_do'
  | 'staff_refused'
  | 'last_admin'
  | 'own_account'
  | 'no_address'
  | 'release_planned_already';

export interface HelpInput {
  userId: string;
  help: Help;
  staff: { id: string; role: 'support' | 'admin'; actor: string };
  visitor: Visitor;
}

/** What staff does for a customer. The caller has checked the right; each deed is in the audit log. */
export async function helpCustomer(deps: Deps, input: HelpInput): Promise<Result<Help, HelpFailure>> {
  const { help, staff } = input;
  const account = await findAccountById(deps.db, input.userId);
  if (!account) return fail('not_found');
  // Nobody works on themselves, and support only on customers: roles cannot raise themselves.
  if (account.id === staff.id) return fail('own_account');
  if (staff.role === 'support' && account.role !== 'customer') return fail('staff_refused');
  if (help.kind === 'disable' || help.kind === 'enable' || help.kind === 'role' || help.kind === 'sign_out') {
    return change(deps, account, input);
  }
  if (help.kind === 'plan_release') {
    const { actor } = staff;
    const planned = await planFactorRelease(deps, { userId: account.id, actor, visitor: input.visitor });
    return planned.ok ? ok(help) : fail(planned.reason);
  }
  const done = await deps.db.$transaction(async (tx) => {
    const inner = tx as Database;
    const outcome = await deed(inner, account, input);
    if (outcome === true) await note(inner, input);
    return outcome;
  });
  if (done !== true) return fail(done);
  wakeOutbox();
  return ok(help);
}

async function deed(
  db: Database,
  account: Account,
  { help, visitor }: HelpInput,
): Promise<true | HelpFailure> {
  switch (help.kind) {
    case 'start_reset': {
      if (!account.emailVerifiedAt && !account.phoneVerifiedAt) return 'no_address';
      await tellOwner(db, account, 'reset_invited', { ...visitor, userAgent: null });
      return true;
    }
    case 'clear_hold': {
      return (await clearEveryFailure(db, account.id)) ? true : 'staff_nothing_to_do';
    }
    case 'lift_suppression': {
      const channel = channels.find((known) => known === help.channel);
      const address = channel === 'email' ? account.email : account.phone;
      if (!channel || !address || !(await liftSuppression(db, channel, address)))
        return 'staff_nothing_to_do';
      return true;
    }
    default:
      return 'staff_nothing_to_do';
  }
}

/** Status, role and sessions: lib/flows/change-account.ts does them for the command line, too. */
async function change(
  deps: Deps,
  account: Account,
  { help, staff }: HelpInput,
): Promise<Result<Help, HelpFailure>> {
  const address = account.email ?? account.phone;
  if (
    !address ||
    !(help.kind === 'disable' || help.kind === 'enable' || help.kind === 'role' || help.kind === 'sign_out')
  ) {
    return fail('no_address');
  }
  const changed = await changeAccount(deps, { address, change: help, actor: staff.actor });
  return changed.ok ? ok(help) : fail(changed.reason);
}

async function note(db: Database, { help, staff, userId, visitor }: HelpInput): Promise<void> {
  await recordEvent(db, {
    type: 'admin_action',
    userId,
    actor: staff.actor,
    requestId: visitor.requestId,
    data: { ...help },
  });
}
