/** Reports as JSON.parse gives them, or null where there is none. One text for each test: its name, and the first lines of the reason. */
export function unitFailures(report: unknown): string[];
export function flakyUnitTests(report: unknown): string[];
export function browserTests(report: unknown, outcome: 'unexpected' | 'flaky'): string[];
