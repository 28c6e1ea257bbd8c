import { getWords } from '@/lib/web/page-words';
import { Phrase } from './phrase';

/** Across the top of every page in demo mode: nothing leaves this machine, and where to read what would have. */
export async function DemoBanner() {
  const { demo } = (await getWords()).shell;
  const inbox = (
    <a href="/inbox" className="-my-2 inline-block py-2 font-semibold underline underline-offset-4">
      {demo.inbox}
    </a>
  );
  return (
    <aside
      aria-label={demo.label}
      className="border-b border-warning/30 bg-warning-soft px-4 py-2.5 text-center text-sm text-warning"
    >
      <strong className="font-semibold">{demo.title}</strong> <Phrase text={demo.text} parts={{ inbox }} />
    </aside>
  );
}
