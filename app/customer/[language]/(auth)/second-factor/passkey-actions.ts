'use server';

import { redirect } from 'next/navigation';
import { askPasskey } from '@/lib/flows/ask-passkey';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { passSecondFactorByPasskey } from '@/lib/flows/pass-second-factor-by-passkey';
import { action, formError } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { factorFailure } from '@/lib/web/factor-failure';
import { ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { readPasskeyAnswer } from '@/lib/web/read-passkey';
import { signInTrusting } from '@/lib/web/sign-in-trusting';

export const askFactorPasskeyAction = action(async (_form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'second_factor' || !flow.grant) redirect('/login');
  const owner = ownerOf(flow);
  const step = await getSecondFactorStep(getDeps(), { grant: flow.grant, owner });
  if (!step) redirect('/login');
  const use = { use: 'second_factor', userId: step.account.id } as const;
  const asked = await askPasskey(getDeps(), { for: use, owner, visitor });
  if (!asked.ok) return formError(asked.reason, { seconds: asked.retryAfterSeconds ?? 60 });
  return { passkeyOptions: JSON.stringify(asked.value) };
});

export const passByPasskeyAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'second_factor' || !flow.grant) redirect('/login');
  const response = readPasskeyAnswer(form);
  if (!response) return formError('passkey_refused');
  const owner = ownerOf(flow);
  const passed = await passSecondFactorByPasskey(getDeps(), { grant: flow.grant, response, owner, visitor });
  return passed.ok ? signInTrusting(form, flow, passed.value, visitor) : factorFailure(passed);
});
