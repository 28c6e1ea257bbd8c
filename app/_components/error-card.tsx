import { Button } from './button';
import { Card } from './card';
import { ShellFrame } from './shell-frame';

/** What a person sees when we have failed: that it is us, that nothing is lost, and the number to tell us. */
export function ErrorCard({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <ShellFrame>
      <Card
        title="That did not work"
        intro="Something went wrong on our side, not on yours. Please try again in a moment."
        footer={digest && <span className="text-sm">Error number {digest}</span>}
      >
        <div className="grid gap-3">
          <Button onClick={retry} fullWidth>
            Try again
          </Button>
          <a
            href="/"
            className="inline-flex min-h-11 items-center justify-center font-semibold text-accent underline underline-offset-4"
          >
            Go to the start
          </a>
        </div>
      </Card>
    </ShellFrame>
  );
}
