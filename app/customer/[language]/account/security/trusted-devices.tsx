'use client';

import { Badge } from '@/app/_components/badge';
import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { endTrustAction } from './actions';

export interface TrustedDeviceItem {
  id: string;
  device: string;
  clientAddress: string | null;
  untilText: string;
  isThisOne: boolean;
}

/** Stays for its answer when the last device has left the list. */
export function TrustedDevices({ devices }: { devices: readonly TrustedDeviceItem[] }) {
  const { state, pending, formProps } = useActionForm(endTrustAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {devices.length === 0 && <p className="text-muted">None: every sign-in asks for the second step.</p>}
      <ul className="divide-y divide-line">
        {devices.map(({ id, device, clientAddress, untilText, isThisOne }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                {device}
                {isThisOne && <Badge tone="accent">This one</Badge>}
              </p>
              <p className="text-sm text-muted">
                {untilText}
                {clientAddress && <>, trusted from {clientAddress}</>}
              </p>
            </div>
            <SubmitButton
              fullWidth={false}
              variant="quiet"
              name="device"
              value={id}
              pending={pending}
              aria-label={`Ask again on ${device}`}
            >
              Ask again
            </SubmitButton>
          </li>
        ))}
      </ul>
    </form>
  );
}
