'use server';

import { redirect } from 'next/navigation';
import { findChannels } from '@/lib/flows/find-channels';
import { requestCode } from '@/lib/flows/request-code';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, writeFlow } from '@/lib/web/flow-cookie';
import { requireProof } from '@/lib/web/require-proof';

/** Sends a reset code to one of the addresses that the page showed. */
export const chooseMethodAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'password_reset' || !flow.identifier) redirect('/forgot-password');
  const typed = textField(form, 'channel');
  const option = (await findChannels(getDeps(), flow.identifier)).find(({ channel }) => channel === typed);
  if (!option) return fieldError('channel', 'channel_required');
  const work = await requireProof(form, visitor, flow.identifier.address);
  if (work) return { ...work, values: { channel: option.channel } };
  const requested = await requestCode(getDeps(), {
    purpose: 'password_reset',
    identifier: flow.identifier,
    channel: option.channel,
    owner: ownerOf(flow),
    visitor,
    replaces: flow.challengeId,
  });
  if (!requested.ok) return formError(requested.reason, { seconds: requested.retryAfterSeconds ?? 60 });
  const { challenge, maskedTo } = requested.value;
  await writeFlow({ ...flow, challengeId: challenge.id, maskedTo, grant: undefined });
  redirect('/verify');
});
