import { createInterface } from 'node:readline';
import type { Terminal } from '@/lib/doctor/send-trial-code';

/** Lines are told on standard error, above the question that is open; what is typed comes from standard input. */
export function openTerminal(): Terminal & { close(): void } {
  const input = createInterface({ input: process.stdin, output: process.stderr });
  const lines: string[] = [];
  let closed = false;
  let waiting: ((line: string | null) => void) | null = null;
  input.on('line', (line) => {
    if (waiting) waiting(line);
    else lines.push(line);
  });
  input.on('close', () => {
    closed = true;
    waiting?.(null);
  });
  const isScreen = process.stderr.isTTY === true;
  return {
    tell(line) {
      process.stderr.write(`${isScreen ? '\r\u001b[K' : ''}  ${line}\n`);
      if (waiting && isScreen) input.prompt(true);
    },
    ask(question, signal) {
      const early = lines.shift();
      if (early !== undefined) return Promise.resolve(early);
      if (closed || signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const settle = (line: string | null) => {
          waiting = null;
          signal.removeEventListener('abort', give);
          resolve(line);
        };
        const give = () => settle(null);
        signal.addEventListener('abort', give, { once: true });
        waiting = settle;
        input.setPrompt(question);
        input.prompt();
      });
    },
    close: () => input.close(),
  };
}
