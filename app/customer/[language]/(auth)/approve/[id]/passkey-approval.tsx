'use client';

import { PasskeyForm } from '@/app/_components/passkey-form';
import { approveByPasskeyAction, askApprovalPasskeyAction } from './passkey-actions';

export function PasskeyApproval({ approval }: { approval: string }) {
  return (
    <PasskeyForm
      start={askApprovalPasskeyAction}
      finish={approveByPasskeyAction}
      kind="use"
      label="Use your passkey"
      variant="secondary"
    >
      <input type="hidden" name="approval" value={approval} />
    </PasskeyForm>
  );
}
