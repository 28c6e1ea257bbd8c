let answerRequestError: ((error: unknown, route: string) => void) | undefined;

/** Next calls this once per process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startProcess } = await import('@/lib/web/start-process');
  ({ answerRequestError } = await import('@/lib/web/answer-request-error'));
  await startProcess();
  // In development the handlers are the ones that Next compiles anew after each change.
  if (process.env.NODE_ENV !== 'production') return;
  const { offerDirectCalls } = await import('@/app/api/direct');
  offerDirectCalls();
}

/** Next calls this when a page throws, before the error page's headers leave. */
export function onRequestError(
  error: unknown,
  _request: unknown,
  { routePath }: { routePath: string },
): void {
  answerRequestError?.(error, routePath);
}
