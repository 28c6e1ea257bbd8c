import type { ReactNode } from 'react';
import { Badge } from '@/app/_components/badge';

/** A browser of the customer's, with what can be done about it. `thisOne`: the mark of the browser that looks. */
export function DeviceRow({
  device,
  note,
  thisOne,
  children,
}: {
  device: string;
  note: string;
  thisOne: string | null;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
          <bdi>{device}</bdi>
          {thisOne && <Badge tone="accent">{thisOne}</Badge>}
        </p>
        <p className="text-sm text-muted">{note}</p>
      </div>
      {children}
    </li>
  );
}
