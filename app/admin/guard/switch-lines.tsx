import { Badge } from '@/app/_components/badge';
import type { GuardOverview } from '@/lib/flows/console/get-guard-overview';
import type { SwitchLine } from '../_components/switch-form';
import { countryWords } from './country-words';
import { Mode, type ModeWords, proofWords, pumpingWords } from './mode';

/** What staff can switch here, with what it is at and what it can be set to. */
export function switchLines({ pumping, proofOfWork, switches }: GuardOverview): SwitchLine[] {
  const overridden = (key: string) => switches.some((one) => one.key === key);
  const choices = (key: string, now: string, words: ModeWords, labels: Record<string, string>) => [
    ...Object.keys(words)
      .filter((mode) => mode !== now)
      .map((mode) => ({ value: `${key}=${mode}`, label: labels[mode] ?? mode })),
    ...(overridden(key) ? [{ value: `${key}=`, label: 'As set' }] : []),
  ];
  return [
    {
      name: 'Pumping guard',
      now: <Mode words={pumpingWords[pumping.mode]!} />,
      hint: `PUMPING_GUARD is ${pumping.setting}.`,
      choices: choices('pumping_guard', pumping.mode, pumpingWords, {
        record: 'Record only',
        enforce: 'Stop messages',
        off: 'Turn off',
      }),
    },
    {
      name: 'Proof of work',
      now: <Mode words={proofWords[proofOfWork.mode]!} />,
      hint: `PROOF_OF_WORK is ${proofOfWork.setting}.`,
      choices: choices('proof_of_work', proofOfWork.mode, proofWords, {
        risk: 'Ask when risky',
        always: 'Always ask',
        off: 'Never ask',
      }),
    },
    ...switches
      .filter(({ key }) => key.startsWith('country_lifted:'))
      .map(({ key, expiresAt }) => ({
        name: countryWords(key.slice('country_lifted:'.length)),
        now: <Badge tone="accent">Lifted</Badge>,
        hint: `Until ${expiresAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'it is taken back'} UTC.`,
        choices: [{ value: `${key}=`, label: 'Guard it again' }],
      })),
  ];
}
