'use client';

import { FormAlert } from '@/app/_components/form-alert';
import { SubmitButton } from '@/app/_components/submit-button';
import { TextField } from '@/app/_components/text-field';
import { useActionForm } from '@/app/_components/use-action-form';
import { changeAlertRuleAction } from './actions';

export interface RuleFormProps {
  rule: string;
  enabled: boolean;
  thresholdLabel: string;
  threshold: number;
  /** Null: it means nothing for this rule. */
  windowMinutes: number | null;
  minimum: number | null;
  ways: readonly { value: string; label: string; on: boolean }[];
}

/** What a rule goes by. */
export function RuleForm({
  rule,
  enabled,
  thresholdLabel,
  threshold,
  windowMinutes,
  minimum,
  ways,
}: RuleFormProps) {
  const { state, pending, formProps } = useActionForm(changeAlertRuleAction);
  return (
    <form {...formProps} className="grid gap-4 pt-3">
      <FormAlert state={state} />
      <input type="hidden" name="rule" value={rule} />
      <div className="flex flex-wrap gap-3">
        <NumberField rule={rule} name="threshold" label={thresholdLabel} value={threshold} />
        {windowMinutes !== null && (
          <NumberField rule={rule} name="window" label="Minutes looked at" value={windowMinutes} />
        )}
        {minimum !== null && (
          <NumberField rule={rule} name="minimum" label="Messages at least" value={minimum} />
        )}
      </div>
      <fieldset className="flex flex-wrap items-center gap-x-6 gap-y-1">
        <legend className="sr-only">What happens</legend>
        <Tick id={`${rule}-enabled`} name="enabled" value="on" label="On" on={enabled} />
        {ways.map(({ value, label, on }) => (
          <Tick key={value} id={`${rule}-${value}`} name="ways" value={value} label={label} on={on} />
        ))}
      </fieldset>
      <div>
        <SubmitButton fullWidth={false} variant="secondary" pending={pending}>
          Save rule
        </SubmitButton>
      </div>
    </form>
  );
}

function NumberField(props: { rule: string; name: string; label: string; value: number }) {
  return (
    <div className="w-44 max-sm:w-full">
      <TextField
        id={`${props.rule}-${props.name}`}
        name={props.name}
        label={props.label}
        defaultValue={props.value}
        inputMode="numeric"
        maxLength={7}
        autoComplete="off"
      />
    </div>
  );
}

function Tick(props: { id: string; name: string; value: string; label: string; on: boolean }) {
  return (
    <label htmlFor={props.id} className="flex min-h-11 items-center gap-2 text-ink">
      <input
        type="checkbox"
        id={props.id}
        name={props.name}
        value={props.value}
        defaultChecked={props.on}
        className="size-5 shrink-0 accent-accent"
      />
      {props.label}
    </label>
  );
}
