import { execFile } from 'node:child_process';
import { projectDir } from './prepare.mjs';

const PATIENCE_MS = 20_000;

/**
 * Known weaknesses of what runs in production: a high or critical one fails the check, by the name of its package. Without
 * a network, or with a registry that keeps no such list, it is left out with a word.
 */
export async function checkAudit() {
  const findings = readFindings(await runAudit());
  if (findings === null) {
    console.log('– npm audit was left out: the registry gives no list of known weaknesses.');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  for (const finding of findings) console.error(`✗ ${finding}`);
  if (findings.length === 0) console.log('✓ npm audit: nothing high or critical in what runs in production.');
  return { passed: findings.length === 0 ? 1 : 0, failed: findings.length > 0 ? 1 : 0, skipped: 0 };
}

/** One sentence a package, from the answer of `npm audit --json`; null when it is no such answer. */
export function readFindings(text) {
  try {
    const { vulnerabilities } = JSON.parse(text);
    return Object.values(vulnerabilities)
      .filter(({ severity }) => severity === 'high' || severity === 'critical')
      .map(({ name, severity, range, fixAvailable }) => {
        const fix = fixAvailable?.version ? `: ${fixAvailable.name} ${fixAvailable.version} mends it` : '';
        return `${name} ${range} has a ${severity} weakness${fix}.`;
      });
  } catch {
    return null;
  }
}

function runAudit() {
  const npm = process.env.npm_execpath;
  const options = ['audit', '--omit=dev', '--json'];
  const [command, given] = npm ? [process.execPath, [npm, ...options]] : ['npm', options];
  return new Promise((resolve) => {
    // It ends with 1 when it has found something: only its output counts.
    execFile(command, given, { cwd: projectDir, timeout: PATIENCE_MS, maxBuffer: 2 ** 26 }, (_, output) =>
      resolve(output),
    );
  });
}
