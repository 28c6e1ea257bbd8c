import type { Metadata } from 'next';
import { Badge, type BadgeTone } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { apiScopes } from '@/lib/accounts/api-keys';
import { type ApiKeyView, listApiKeys } from '@/lib/flows/console/api-keys';
import { scopeHints } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';
import { CreateKeyForm } from './create-key-form';
import { KeyForm } from './key-form';

export const metadata: Metadata = { title: 'API keys' };

const states: Record<ApiKeyView['state'], { word: string; tone: BadgeTone }> = {
  live: { word: 'Live', tone: 'success' },
  expired: { word: 'Expired', tone: 'warning' },
  revoked: { word: 'Revoked', tone: 'neutral' },
};

async function KeysPage() {
  const staff = await requireStaff('read_api_keys', '/admin/keys');
  const keys = await listApiKeys(getDeps());
  const mayChange = staff.can('change_api_keys');
  return (
    <ConsoleShell
      current="/admin/keys"
      staff={staff}
      title="API keys"
      intro={
        <>
          For applications that ask for codes. Their secrets are stored as hashes: nobody can look them up.{' '}
          <TextLink href="/docs/api">How to use them</TextLink>
        </>
      }
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="Keys">
          {keys.length === 0 ? (
            <EmptyState title="No key was made yet">Public calls from a browser need none.</EmptyState>
          ) : (
            <ul className="-my-4 divide-y divide-line">
              {keys.map((key) => (
                <Key key={key.id} view={key} mayChange={mayChange} />
              ))}
            </ul>
          )}
        </Panel>
        {mayChange && (
          <Panel title="New key">
            <CreateKeyForm scopes={apiScopes.map((name) => ({ name, hint: scopeHints[name] }))} />
          </Panel>
        )}
      </div>
    </ConsoleShell>
  );
}

export default withNotFound(KeysPage);

function Key({ view, mayChange }: { view: ApiKeyView; mayChange: boolean }) {
  const {
    id,
    sid,
    name,
    scopes,
    state,
    createdAt,
    createdBy,
    lastUsedAt,
    expiresAt,
    perMinute,
    perAddressHour,
  } = view;
  const limits = [
    perMinute && `${perMinute} requests a minute`,
    perAddressHour && `${perAddressHour} messages an hour to one address`,
  ].filter(Boolean);
  return (
    <li className="grid grid-cols-1 gap-3 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold wrap-anywhere text-ink">
          <bdi>{name}</bdi>
        </h3>
        <Badge tone={states[state].tone}>{states[state].word}</Badge>
        {scopes.map((scope) => (
          <Badge key={scope} tone="accent">
            {scope}
          </Badge>
        ))}
      </div>
      <p className="text-sm text-muted">
        <span className="font-mono" title={sid}>
          {sid.slice(0, 10)}…
        </span>{' '}
        · made <When at={createdAt} /> by {createdBy.startsWith('console:') ? 'staff' : createdBy} ·{' '}
        {lastUsedAt ? (
          <>
            last used <When at={lastUsedAt} />
          </>
        ) : (
          'never used'
        )}{' '}
        ·{' '}
        {expiresAt ? (
          <>
            ends <When at={expiresAt} />
          </>
        ) : (
          'does not end'
        )}
        {limits.length > 0 && <> · {limits.join(', ')}</>}
      </p>
      {mayChange && state === 'live' && <KeyForm keyId={id} name={name} />}
    </li>
  );
}
