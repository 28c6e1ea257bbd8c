/** True under `npm run dev` only: pages for the people who work on this. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === 'development';
}
