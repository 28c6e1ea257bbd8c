export function readFindings(text: string): string[] | null;
export function checkAudit(): Promise<{ passed: number; failed: number; skipped: number }>;
