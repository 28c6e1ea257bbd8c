import { redirect } from 'next/navigation';
import type { SecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { requestSecondFactorCode } from '@/lib/flows/request-second-factor-code';
import { isChannelWay } from '@/lib/flows/second-factor-ways';
import { getDeps } from './deps';
import { type FlowState, ownerOf, writeFlow } from './flow-cookie';
import { getVisitor } from './visitor';

/** Leads to the page of the second factor. Where that is a code by message, it is on its way when the page opens. */
export async function beginSecondFactor(
  { secret, identifier, returnTo }: FlowState,
  grant: string,
  step: SecondFactorStep,
): Promise<never> {
  const flow: FlowState = { flow: 'second_factor', secret, identifier, returnTo, grant };
  const first = step.ways[0]?.way;
  if (first && isChannelWay(first)) {
    const sent = await requestSecondFactorCode(getDeps(), {
      grant,
      channel: first,
      owner: ownerOf(flow),
      visitor: await getVisitor(),
    });
    // Without a code (a limit was reached) the page opens all the same, with the other ways.
    if (sent.ok) {
      flow.challengeId = sent.value.challenge.id;
      flow.maskedTo = sent.value.maskedTo;
      flow.channel = first;
    }
  }
  await writeFlow(flow);
  redirect('/second-factor');
}
