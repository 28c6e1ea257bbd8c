/** Everything that can be done in the console. Pages, actions and routes each name the one that they need. */
export const staffRights = [
  'read_statistics',
  'read_customers',
  'read_deliveries',
  'help_customers',
  'reveal_addresses',
  'change_accounts',
  'change_roles',
  'move_customers',
  'read_audit',
  'change_prices',
  'resend_deliveries',
  'send_tests',
  'read_guard',
  'change_switches',
  'read_api_keys',
  'change_api_keys',
  'read_webhooks',
  'change_webhooks',
  'change_alerts',
] as const;
export type StaffRight = (typeof staffRights)[number];

export type StaffRole = 'support' | 'admin';

interface Rule {
  roles: readonly StaffRole[];
  /** Wants a check with a factor that is at most five minutes old. */
  fresh: boolean;
}

const everybody = ['support', 'admin'] as const;
const admins = ['admin'] as const;

/** Who may do what. Support helps; what opens or closes an account for good, or takes data out, is the admins'. */
export const staffPolicy: Readonly<Record<StaffRight, Rule>> = {
  read_statistics: { roles: everybody, fresh: false },
  read_customers: { roles: everybody, fresh: false },
  read_deliveries: { roles: everybody, fresh: false },
  help_customers: { roles: everybody, fresh: false },
  reveal_addresses: { roles: everybody, fresh: true },
  change_accounts: { roles: admins, fresh: true },
  change_roles: { roles: admins, fresh: true },
  move_customers: { roles: admins, fresh: true },
  read_audit: { roles: admins, fresh: false },
  change_prices: { roles: admins, fresh: false },
  resend_deliveries: { roles: everybody, fresh: false },
  send_tests: { roles: admins, fresh: true },
  read_guard: { roles: everybody, fresh: false },
  change_switches: { roles: admins, fresh: true },
  read_api_keys: { roles: admins, fresh: false },
  change_api_keys: { roles: admins, fresh: true },
  read_webhooks: { roles: admins, fresh: false },
  change_webhooks: { roles: admins, fresh: true },
  change_alerts: { roles: admins, fresh: false },
};

export function hasRight(role: string, right: StaffRight): boolean {
  return (staffPolicy[right].roles as readonly string[]).includes(role);
}
