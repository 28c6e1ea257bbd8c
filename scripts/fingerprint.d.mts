export function fingerprintSources(projectDir: string, extra?: unknown[]): string;
export function fingerprintSchema(projectDir: string): string;
export function isInstalled(projectDir: string, options: { development: boolean }): boolean;
