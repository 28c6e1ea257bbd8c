import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadSettings } from './settings';

const lines = readFileSync('.env.example', 'utf8').split('\n');
const documented = lines.flatMap((line) => /^#([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

/** The names that loading asks for, with this environment. */
function namesRead(environment: Record<string, string>): Set<string> {
  const names = new Set<string>();
  const watched = new Proxy(environment, {
    get(target, name: string) {
      names.add(name);
      return target[name];
    },
  });
  try {
    loadSettings(watched);
  } catch {
    // Half-set vendors are the point here: every one of them is asked for what it needs.
  }
  return names;
}

const everyVendor = {
  EMAIL_PROVIDER: 'smtp,ses,twilio-verify,webhook',
  SMS_PROVIDER: 'twilio,sns,vonage,msg91',
  WHATSAPP_PROVIDER: 'twilio',
  VOICE_PROVIDER: 'twilio',
  CAPTCHA_PROVIDER: 'turnstile',
  CAPTCHA_SITE_KEY: 'site',
  CAPTCHA_SECRET: 'secret',
};

/** What the scripts read besides: settings of the server's processes, not of Node, npm or the build. */
function namesInScripts(): string[] {
  const files = readdirSync('scripts', { withFileTypes: true }).filter(
    (file) => file.isFile() && !/\.test\.|\.d\./.test(file.name),
  );
  const text = files.map(({ name }) => readFileSync(`scripts/${name}`, 'utf8')).join('\n');
  const names = [...text.matchAll(/process\.env\.([A-Z][A-Z0-9_]*)/g)].map((match) => match[1]!);
  return names.filter((name) => !/^(CI|NODE_ENV|(NEXT|CHECKPOINT|PRISMA|LATCHKEY|TSX)_.*)$/.test(name));
}

describe('.env.example', () => {
  const read = new Set([...namesRead({}), ...namesRead(everyVendor), ...namesInScripts()]);

  test('has every setting that is read', () => {
    expect([...read].filter((name) => !documented.includes(name))).toEqual([]);
  });

  test('names no setting that nobody reads', () => {
    expect(documented.filter((name) => !read.has(name))).toEqual([]);
  });

  test('changes nothing when it is copied: every line is a comment', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  test('names each setting once', () => {
    expect(documented.filter((name, index) => documented.indexOf(name) !== index)).toEqual([]);
  });
});
