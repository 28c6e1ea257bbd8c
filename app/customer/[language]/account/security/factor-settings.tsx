'use client';

import { BackupCodeList } from '@/app/_components/backup-code-list';
import { Badge } from '@/app/_components/badge';
import { FormAlert } from '@/app/_components/form-alert';
import { MaskedAddress } from '@/app/_components/masked-address';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { changeFactorsAction } from './actions';

export interface FactorItem {
  kind: string;
  id: string | null;
  name: string;
  masked: string | null;
  usedText: string | null;
}

export interface FactorSettingsProps {
  factors: readonly FactorItem[];
  backupCodesLeft: number | null;
  words: Words['factorList'];
}

/** One form with many buttons, so that its answer (new backup codes, once) is shown whatever the list looks like now. */
export function FactorSettings(props: FactorSettingsProps) {
  const { factors, backupCodesLeft, words } = props;
  const text = (texts: Readonly<Record<string, string>>, kind: string) => texts[kind] ?? kind;
  const { state, pending, formProps } = useActionForm(changeFactorsAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {state.backupCodes && <BackupCodeList codes={state.backupCodes} />}
      <ul className="divide-y divide-line">
        {factors.map(({ kind, id, masked, usedText }) => {
          const [label, value] = id
            ? [text(words.turnOff, kind), `off:${id}`]
            : [text(words.turnOn, kind), `on:${kind}`];
          return (
            <li key={kind} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
              <div className="min-w-0 max-w-xl">
                <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                  {text(words.names, kind)}
                  <Badge tone={id ? 'success' : 'neutral'}>{id ? words.on : words.off}</Badge>
                </p>
                <p className="text-sm text-muted">
                  {text(words.notes, kind)}
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
                {words.backup}
                <Badge tone={backupCodesLeft > 2 ? 'neutral' : 'warning'}>
                  {fill(words.backupLeft, { n: backupCodesLeft })}
                </Badge>
              </p>
              <p className="text-sm text-muted">{words.backupNote}</p>
            </div>
            <SubmitButton
              fullWidth={false}
              variant="secondary"
              name="change"
              value="backup"
              pending={pending}
            >
              {words.backupRenew}
            </SubmitButton>
          </li>
        )}
      </ul>
    </form>
  );
}
