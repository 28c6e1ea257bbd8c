import type { GuardOverview } from '@/lib/flows/console/get-guard-overview';
import { Mode, proofWords, pumpingWords } from './mode';

export function nowFacts({ spentMicros, budgetMicros, held, pumping, proofOfWork }: GuardOverview) {
  const money = (micros: number) => (micros / 1_000_000).toFixed(2);
  return [
    { term: 'Pumping guard', detail: <Mode words={pumpingWords[pumping.mode]!} /> },
    { term: 'Proof of work', detail: <Mode words={proofWords[proofOfWork.mode]!} /> },
    {
      term: 'Spent on texts today (SMS_PRICES)',
      detail: `${money(spentMicros)}${budgetMicros === null ? ', no budget is set' : ` of ${money(budgetMicros)}`}`,
    },
    { term: 'Accounts held', detail: held.toLocaleString('en') },
  ];
}
