import type { Words } from '@/lib/words/words';
import { TextLink } from './text-link';

/** The other ways to show that it is you, as plain links. */
export function FactorWays({
  path,
  ways,
  current,
  words,
}: {
  path: string;
  ways: readonly { way: string }[];
  current: string;
  words: Words['factors'];
}) {
  const labels: Readonly<Record<string, string>> = words.ways;
  const others = ways.filter(({ way }) => way !== current);
  if (others.length === 0) return null;
  return (
    <nav aria-label={words.label}>
      <ul className="grid gap-1">
        {others.map(({ way }) => (
          <li key={way}>
            <TextLink href={`${path}${path.includes('?') ? '&' : '?'}use=${way}`}>
              {labels[way] ?? way}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
