import { getWords } from '@/lib/web/page-words';
import { fill } from '@/lib/words/fill';

export type StepperProps = { current: number; total: number };

const heights = ['h-2', 'h-3.5', 'h-2.5', 'h-4', 'h-3', 'h-2'];

/** "Step 2 of 4", with the pins of a lock beside it: those that are set are coloured. */
export async function Stepper({ current, total }: StepperProps) {
  const { shell } = await getWords();
  return (
    <p className="flex items-center gap-3 text-sm text-muted">
      <span aria-hidden="true" className="flex h-4 items-end gap-1">
        {Array.from({ length: total }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no other identity and never move.
            key={index}
            className={`w-1.5 rounded-full border border-transparent ${heights[index % heights.length]} ${
              index < current ? 'bg-accent forced-colors:bg-[Highlight]' : 'bg-line'
            }`}
          />
        ))}
      </span>
      <span>{fill(shell.step, { current, total })}</span>
    </p>
  );
}
