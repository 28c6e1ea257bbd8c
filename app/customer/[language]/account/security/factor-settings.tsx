'use client';

import { BackupCodeList } from '@/app/_components/backup-code-list';
import { Badge } from '@/app/_components/badge';
import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { changeFactorsAction } from './actions';

export interface FactorItem {
  kind: string;
  id: string | null;
  name: string;
  masked: string | null;
  usedText: string | null;
}

const names: Record<string, string> = {
  totp: 'Authenticator app',
  sms: 'Code by SMS',
  whatsapp: 'Code by WhatsApp',
  voice: 'Code by phone call',
  email: 'Code by email',
};
const notes: Record<string, string> = {
  totp: 'An app on your phone shows a new code every 30 seconds. Works without a network.',
  sms: 'Weaker: who takes over your number gets your codes.',
  whatsapp: 'Weaker: who takes over your number gets your codes.',
  voice: 'Weaker: who takes over your number gets your codes.',
  email:
    'Weakest: who reads your mail can reset your password, too. After such a reset you need a backup code or another way.',
};

/** One form with many buttons, so that its answer (new backup codes, once) is shown whatever the list looks like now. */
export function FactorSettings({
  factors,
  backupCodesLeft,
}: {
  factors: readonly FactorItem[];
  backupCodesLeft: number | null;
}) {
  const { state, pending, formProps } = useActionForm(changeFactorsAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {state.backupCodes && <BackupCodeList codes={state.backupCodes} />}
      <ul className="divide-y divide-line">
        {factors.map(({ kind, id, masked, usedText }) => {
          const name = names[kind] ?? kind;
          const word = name.replace(/^Code/, 'codes');
          const [label, value] = id
            ? [kind === 'totp' ? 'Turn off authenticator app' : `Turn off ${word}`, `off:${id}`]
            : [kind === 'totp' ? 'Set up authenticator app' : `Turn on ${word}`, `on:${kind}`];
          return (
            <li key={kind} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
              <div className="min-w-0 max-w-xl">
                <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                  {name}
                  <Badge tone={id ? 'success' : 'neutral'}>{id ? 'On' : 'Off'}</Badge>
                </p>
                <p className="text-sm text-muted">
                  {notes[kind]}
                  {masked && (
                    <>
                      {' '}
                      <MaskedAddress>{masked}</MaskedAddress>
                    </>
                  )}
                </p>
                {usedText && <p className="text-sm text-muted">{usedText}</p>}
              </div>
              <SubmitButton
                fullWidth={false}
                variant="secondary"
                name="change"
                value={value}
                pending={pending}
              >
                {label}
              </SubmitButton>
            </li>
          );
        })}
        {backupCodesLeft !== null && (
          <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
            <div className="min-w-0 max-w-xl">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                Backup codes
                <Badge tone={backupCodesLeft > 2 ? 'neutral' : 'warning'}>{backupCodesLeft} of 10 left</Badge>
              </p>
              <p className="text-sm text-muted">For the day when you have no other way. Each works once.</p>
            </div>
            <SubmitButton
              fullWidth={false}
              variant="secondary"
              name="change"
              value="backup"
              pending={pending}
            >
              Make new backup codes
            </SubmitButton>
          </li>
        )}
      </ul>
    </form>
  );
}
