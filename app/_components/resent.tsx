import { Alert } from './alert';

/** "We have sent a new code", each time that it is so. The region stays: what changes in it is announced. */
export function Resent({ sends, text }: { sends: number; text: string }) {
  return (
    <div role="status" className="empty:absolute">
      {sends > 1 && (
        <Alert key={sends} tone="success" isInRegion>
          {text}
        </Alert>
      )}
    </div>
  );
}
