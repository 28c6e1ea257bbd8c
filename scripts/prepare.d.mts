export const projectDir: string;
export class SetupError extends Error {}
export const prismaEnvironment: Record<string, string>;
export function requireNodeVersion(): void;
export function loadEnvironment(): void;
export function requireFreePort(): Promise<void>;
export function step<T>(title: string, work: () => T | Promise<T>): Promise<T>;
export function run(
  command: string,
  options: string[],
  how?: { env?: Record<string, string | undefined>; quiet?: boolean },
): Promise<number>;
export function runNpm(options: string[]): Promise<number>;
export function installPackages(options?: { development?: boolean }): Promise<void>;
export function generateClient(): Promise<void>;
export function readStamp(file: string): string | null;
