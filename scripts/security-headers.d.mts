import type { IncomingMessage, ServerResponse } from 'node:http';

/** CSP sources by directive. */
export type CaptchaSources = Readonly<Record<string, readonly string[]>>;

export function hashInlineScripts(html: string): string[];
export function readPrerenderedPages(buildDir: string): {
  pages: Map<string, () => string[]>;
  files: Map<string, string>;
};
export function buildPolicy(
  scriptSources: string[],
  options?: { styleSources?: string[]; opened?: CaptchaSources },
): string;
export function createSecurityHeaders(options: {
  pages: Map<string, () => string[]>;
  https: boolean;
  publicHost: string | null;
  captchaSources?: CaptchaSources;
}): (
  request: IncomingMessage,
  response: ServerResponse,
  exchange?: { status?: number; retryAfterSeconds?: number },
) => string | null;
