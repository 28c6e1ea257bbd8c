/** Whether this is what Next's notFound() throws: https://nextjs.org/docs/app/api-reference/functions/not-found */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && error.digest === 'NEXT_HTTP_ERROR_FALLBACK;404';
}
