'use client';

import { PasskeyForm } from '@/app/_components/passkey-form';
import { approveByPasskeyAction, askApprovalPasskeyAction } from './passkey-actions';

export function PasskeyApproval({ approval, label }: { approval: string; label: string }) {
  return (
    <PasskeyForm
      start={askApprovalPasskeyAction}
      finish={approveByPasskeyAction}
      kind="use"
      label={label}
      variant="secondary"
    >
      <input type="hidden" name="approval" value={approval} />
    </PasskeyForm>
  );
}
