import { Badge } from '@/app/_components/badge';

export type MarkCardProps = {
  name: string;
  value: string;
  goal: string /** Null: too little to tell. */;
  met: boolean | null;
};

/** One figure against its goal. The word says whether it is met; the colour only helps to find it. */
export function MarkCard({ name, value, goal, met }: MarkCardProps) {
  return (
    <li className="grid content-start gap-1 rounded-card border border-line bg-surface p-4 shadow-low">
      <p className="text-sm text-muted">{name}</p>
      <p className="text-2xl font-bold text-ink tabular-nums">{value}</p>
      <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
        <Badge tone={met === null ? 'neutral' : met ? 'success' : 'warning'}>
          {met === null ? 'No data' : met ? 'Met' : 'Missed'}
        </Badge>
        {goal}
      </p>
    </li>
  );
}
