'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { fill } from '@/lib/words/fill';
import type { Words } from '@/lib/words/words';
import { endTrustAction } from './actions';
import { DeviceRow } from './device-row';

export interface TrustedDeviceItem {
  id: string;
  device: string;
  untilText: string;
  isThisOne: boolean;
}

export interface TrustedDevicesProps {
  devices: readonly TrustedDeviceItem[];
  words: Words['security'];
  thisOne: string;
}

/** Stays for its answer when the last device has left the list. */
export function TrustedDevices(props: TrustedDevicesProps) {
  const { devices, words, thisOne } = props;
  const { state, pending, formProps } = useActionForm(endTrustAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      {devices.length === 0 && <p className="text-muted">{words.trustedNone}</p>}
      <ul className="divide-y divide-line">
        {devices.map(({ id, device, untilText, isThisOne }) => (
          <DeviceRow key={id} device={device} note={untilText} thisOne={isThisOne ? thisOne : null}>
            <SubmitButton
              fullWidth={false}
              variant="quiet"
              name="device"
              value={id}
              pending={pending}
              aria-label={fill(words.trustedEndOn, { device })}
            >
              {words.trustedEnd}
            </SubmitButton>
          </DeviceRow>
        ))}
      </ul>
    </form>
  );
}
