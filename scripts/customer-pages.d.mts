import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export const languages: readonly string[];
export function chooseLanguage(headers: IncomingHttpHeaders): string;
export function findCustomerPage(path: string, language: string, cookie?: string): string | null;
export function normalizePath(url: string): string;
export function addressPage(request: IncomingMessage): { path: string; page: string | null };
