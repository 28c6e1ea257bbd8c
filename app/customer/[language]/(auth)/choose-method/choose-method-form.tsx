'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { ProofOfWork } from '@/app/_components/proof-of-work';
import { RadioCardGroup } from '@/app/_components/radio-card-group';
import { schemaResolver } from '@/app/_components/schema-resolver';
import { SubmitButton } from '@/app/_components/submit-button';
import { useActionForm } from '@/app/_components/use-action-form';
import type { Words } from '@/lib/words/words';
import { chooseMethodAction } from './actions';

export interface ChooseMethodFormProps {
  options: { value: string; description: string }[];
  words: Words['chooseMethod'];
  sentences: Readonly<Record<string, string>>;
}

export function ChooseMethodForm({ options, words, sentences }: ChooseMethodFormProps) {
  const labels: Readonly<Record<string, string>> = words.channels;
  const { state, pending, errorOf, register, formProps } = useActionForm(
    chooseMethodAction,
    schemaResolver(
      () => import('@/lib/schemas/choose-method').then((module) => module.chooseMethodSchema),
      sentences,
    ),
  );
  const { name, ...inputProps } = register('channel');
  return (
    <form {...formProps} className="grid gap-5">
      <FormAlert state={state} />
      <ProofOfWork state={state} />
      <RadioCardGroup
        name={name}
        legend={words.legend}
        options={options.map((option) => ({ ...option, label: labels[option.value] ?? option.value }))}
        defaultValue={state.values?.channel ?? options[0]?.value}
        error={errorOf('channel')}
        inputProps={inputProps}
      />
      <SubmitButton pending={pending}>{words.submit}</SubmitButton>
    </form>
  );
}
