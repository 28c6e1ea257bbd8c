import type { Grant } from '@/lib/codes/grants';

/** How the holder of a grant has signed in so far: `password`, `code_email`, `totp` … in their order. */
export function grantMethods({ context, channel }: Pick<Grant, 'context' | 'channel'>): string[] {
  if (
    typeof context === 'object' &&
    context !== null &&
    'methods' in context &&
    Array.isArray(context.methods)
  ) {
    return context.methods.filter((method): method is string => typeof method === 'string');
  }
  return channel === null ? [] : [`code_${channel}`];
}
