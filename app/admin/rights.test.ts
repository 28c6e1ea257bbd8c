import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type StaffRight, staffPolicy, staffRights } from '@/lib/flows/console/staff-rights';

/** What each page, action and route of the console needs. One that is not named here fails the test below. */
const rights: Record<string, StaffRight> = {
  'page.tsx': 'read_statistics',
  'statistics.csv/route.ts': 'read_statistics',
  'customers/page.tsx': 'read_customers',
  'customers/[id]/page.tsx': 'read_customers',
  'customers/transfer/page.tsx': 'move_customers',
  'customers/export/route.ts': 'move_customers',
  'customers/actions.ts revealAddressAction': 'reveal_addresses',
  'customers/actions.ts importCustomersAction': 'move_customers',
  'deliveries/page.tsx': 'read_deliveries',
  'deliveries/[id]/page.tsx': 'read_deliveries',
  'deliveries/actions.ts resendDeliveryAction': 'resend_deliveries',
  'guard/page.tsx': 'read_guard',
  'guard/actions.ts changeSwitchAction': 'change_switches',
  'keys/page.tsx': 'read_api_keys',
  'keys/actions.ts createKeyAction': 'change_api_keys',
  'keys/actions.ts changeKeyAction': 'change_api_keys',
  'live/route.ts': 'read_statistics',
  'providers/page.tsx': 'read_deliveries',
  'providers/actions.ts sendTestAction': 'send_tests',
  'webhooks/page.tsx': 'read_webhooks',
  'webhooks/actions.ts createWebhookAction': 'change_webhooks',
  'webhooks/actions.ts changeWebhookAction': 'change_webhooks',
  'providers/actions.ts setPriceAction': 'change_prices',
  'alerts/page.tsx': 'read_statistics',
  'alerts/actions.ts changeAlertRuleAction': 'change_alerts',
  'alerts/actions.ts sendTestAlertAction': 'change_alerts',
  'audit/page.tsx': 'read_audit',
  'audit/export/route.ts': 'read_audit',
  'policy/page.tsx': 'read_audit',
};

/** The one action whose right depends on what is asked for (helpRights has them). */
const byKind = 'customers/actions.ts helpCustomerAction';

const files = readdirSync('app/admin', { recursive: true }).map(String);
const read = (file: string) => readFileSync(`app/admin/${file}`, 'utf8');

/** Every entry to the console, with the text of the function that answers it. */
function listEntries(): { entry: string; body: string }[] {
  return files.flatMap((file) => {
    if (/(^|\/)page\.tsx$/.test(file)) return [{ entry: file, body: bodyOfPage(file) }];
    if (/(^|\/)route\.ts$/.test(file))
      return read(file)
        .split(/export (?:async )?function (?=(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b)/)
        .slice(1)
        .map((body) => ({ entry: file, body }));
    if (isActionFile(file))
      return read(file)
        .split(/export const (?=\w)/)
        .slice(1)
        .map((body) => ({ entry: `${file} ${/^\w+/.exec(body)![0]}`, body }));
    return [];
  });
}

/** The function that a page wraps in `withNotFound`, which only catches what it throws. */
function bodyOfPage(file: string): string {
  const [, name] = /^export default withNotFound\((\w+)\);$/m.exec(read(file)) ?? [];
  return read(file).split(`async function ${name}(`)[1] ?? '';
}

function isActionFile(file: string): boolean {
  return /\.tsx?$/.test(file) && /^'use server'/.test(read(file));
}

describe('the console', () => {
  const entries = listEntries();

  test('has no entry without a right, and no right without an entry', () => {
    expect(entries.map(({ entry }) => entry).sort()).toEqual([...Object.keys(rights), byKind].sort());
  });

  test('checks the right by the one function, before it reads or changes anything', () => {
    for (const { entry, body } of entries) {
      const check = /requireStaff\(\s*([^,)]+)/.exec(body);
      expect([entry, check !== null]).toEqual([entry, true]);
      expect([entry, body.slice(0, check!.index)]).not.toEqual([entry, expect.stringContaining('getDeps()')]);
      if (entry !== byKind) expect([entry, check![1]]).toEqual([entry, `'${rights[entry]}'`]);
    }
  });

  test('has no layout, template or loading file that shows something before the page has checked', () => {
    const before = files.filter((file) => /(^|\/)(layout|template|loading|default)\.tsx?$/.test(file));
    expect(before).toEqual(['layout.tsx']);
    // The bare document of every English page, and a title that tells a customer nothing: no function that renders.
    const layout = read('layout.tsx');
    expect(layout).toMatch(
      /^export \{ EnglishDocument as default, viewport \} from '@\/app\/_components\/english-document';$/m,
    );
    expect(layout).not.toMatch(/getDeps\(|return </);
  });

  test('lets nobody but admins do what opens an account or takes data out', () => {
    const strict: StaffRight[] = [
      'change_accounts',
      'change_roles',
      'move_customers',
      'read_audit',
      'change_prices',
      'send_tests',
      'change_switches',
      'read_api_keys',
      'change_api_keys',
      'read_webhooks',
      'change_webhooks',
      'change_alerts',
    ];
    for (const right of staffRights) {
      expect([right, staffPolicy[right].roles.includes('support')]).toEqual([right, !strict.includes(right)]);
      expect(staffPolicy[right].roles).toContain('admin');
    }
  });

  test('wants a fresh check before what opens a door, costs money or stops messages', () => {
    const fresh = staffRights.filter((right) => staffPolicy[right].fresh);
    expect(fresh).toEqual(
      expect.arrayContaining(['change_api_keys', 'change_webhooks', 'change_switches', 'send_tests']),
    );
  });

  test('shows and stores nothing as HTML', () => {
    const wrong = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'));
    expect(wrong.filter((file) => /dangerouslySetInnerHTML|style=\{/.test(read(file)))).toEqual([]);
    expect(new Set(wrong.map((file) => dirname(file))).size).toBeGreaterThan(5);
  });
});
