import type { Words } from '@/lib/words/words';
import { Button } from './button';
import { Card } from './card';
import { ShellFrame } from './shell-frame';

export interface ErrorCardProps {
  error: unknown;
  retry: () => void;
  words: Words['common']['error'];
}

/** What a person sees when we have failed: that it is us, that nothing is lost, and the number to tell us. */
export function ErrorCard({ error, retry, words }: ErrorCardProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <ShellFrame homeLabel={words.home}>
      <Card
        title={words.title}
        intro={words.intro}
        footer={
          digest && (
            <span className="text-sm">
              {words.number} <bdi>{digest}</bdi>
            </span>
          )
        }
      >
        <div className="grid gap-3">
          <Button onClick={retry} fullWidth>
            {words.retry}
          </Button>
          <a
            href="/"
            className="inline-flex min-h-11 items-center justify-center font-semibold text-accent underline underline-offset-4"
          >
            {words.home}
          </a>
        </div>
      </Card>
    </ShellFrame>
  );
}
