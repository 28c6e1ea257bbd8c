'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { RadioCardGroup } from '@/app/_components/radio-card-group';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import { setPreferredChannelAction } from './actions';

const labels: Record<string, string> = {
  email: 'Email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  voice: 'Phone call',
};

export interface PreferredChannelFormProps {
  channels: readonly { channel: string; masked: string }[];
  preferred: string;
}

export function PreferredChannelForm({ channels, preferred }: PreferredChannelFormProps) {
  const { state, pending, formProps } = useActionForm(setPreferredChannelAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <RadioCardGroup
        // The page's answer has the new choice: a field that kept its first default would show the old one.
        key={preferred}
        name="channel"
        legend="Send codes first by"
        options={channels.map(({ channel, masked }) => ({
          value: channel,
          label: labels[channel] ?? channel,
          description: masked,
        }))}
        defaultValue={preferred}
        error={state.fieldErrors?.channel}
      />
      <div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
