import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../fixtures/run';

/** A fenced block of a guide. */
export interface Block {
  guide: string;
  /** Of the fence, from 1. */
  line: number;
  /** The word behind the fence; '' where there is none. */
  language: string;
  text: string;
}

/** What a reader types, on one line of the guide or several, without its comment. */
export interface Command {
  guide: string;
  line: number;
  text: string;
}

const markdownIn = (folder: string) =>
  readdirSync(join(projectDir, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'));

/** Documents that tell somebody to do something. The change log and the decisions tell what was. */
export const guides: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...markdownIn('docs').filter((name) => !name.startsWith('docs/decisions/0')),
  ...markdownIn('examples'),
].sort();

export const textOf = (file: string) => readFileSync(join(projectDir, file), 'utf8');

const fence = /^( *)(?:[-*\d.]+ +)?```([^\n`]*)\n([\s\S]*?)^ *```$/gm;

export function findBlocks(guide: string): Block[] {
  const text = textOf(guide);
  return [...text.matchAll(fence)].map((match) => ({
    guide,
    line: text.slice(0, match.index).split('\n').length,
    language: match[2]!.trim(),
    text: withoutIndent(match[3]!),
  }));
}

function withoutIndent(text: string): string {
  const indent = /^ */.exec(text)![0].length;
  return text.replace(new RegExp(`^ {0,${indent}}`, 'gm'), '');
}

/** Every command of a guide: those of its shell blocks, and those in its sentences that begin with a program's name. */
export function findCommands(guide: string): Command[] {
  const typed = findBlocks(guide)
    .filter(({ language }) => language === 'sh' || language === 'bash')
    .flatMap(({ text, line }) => splitCommands(text).map((command) => ({ guide, line, text: command })));
  return [...typed, ...findNamed(guide)];
}

const programs =
  /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|curl|openssl|psql|pg_dump|pg_restore|docker|kubectl|railway|sudo|systemctl|git|python3?|redis-cli|nginx|\.ci\/run)\b(?! [a-z]+\.)/;

function findNamed(guide: string): Command[] {
  const text = textOf(guide);
  const prose = text.replace(fence, (block) => block.replace(/[^\n]/g, ' '));
  return [...prose.matchAll(/`([^`]+)`/g)]
    .map((match) => ({
      guide,
      line: prose.slice(0, match.index).split('\n').length,
      text: match[1]!.replace(/\s+/g, ' '),
    }))
    .filter((command) => programs.test(command.text) && /[ /]/.test(command.text));
}

/** A line that ends in a backslash or inside of quotes goes on in the next one. */
function splitCommands(text: string): string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    const { code, isOpen } = withoutComment(open + line);
    if (code.endsWith('\\') || isOpen) {
      open = `${code}\n`;
      continue;
    }
    open = '';
    if (code !== '') commands.push(code);
  }
  return commands;
}

function withoutComment(text: string): { code: string; isOpen: boolean } {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '#' && (at === 0 || /\s/.test(text[at - 1]!)))
      return { code: text.slice(0, at).trimEnd(), isOpen: false };
  }
  return { code: text.trimEnd(), isOpen: quote !== '' };
}
