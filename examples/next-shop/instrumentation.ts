/** Nothing to do. Without this file Next would take that of the project two folders up, which is Latchkey's own. */
export function register(): void {}
