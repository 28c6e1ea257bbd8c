export function findSystemBrowser(): string | undefined;
