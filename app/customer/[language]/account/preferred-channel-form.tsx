'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { RadioCardGroup } from '@/app/_components/radio-card-group';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { setPreferredChannelAction } from './actions';

export interface PreferredChannelFormProps {
  channels: readonly { channel: string; masked: string }[];
  preferred: string;
  words: Words['account'];
  labels: Readonly<Record<string, string>>;
}

export function PreferredChannelForm({ channels, preferred, words, labels }: PreferredChannelFormProps) {
  const { state, pending, formProps } = useActionForm(setPreferredChannelAction);
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <RadioCardGroup
        // The page's answer has the new choice: a field that kept its first default would show the old one.
        key={preferred}
        name="channel"
        legend={words.codesFirst}
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
          {words.save}
        </SubmitButton>
      </div>
    </form>
  );
}
