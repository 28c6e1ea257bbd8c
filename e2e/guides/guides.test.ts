import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applicationRules } from './application-rules';
import { backupRules } from './backup-rules';
import { deployRules } from './deploy-rules';
import { developerRules } from './developer-rules';
import { makePlace, type Place } from './place';
import { type Command, findCommands, guides, textOf } from './read-guides';
import type { Rule } from './rule';

/** Every command of every guide, as it stands there. What cannot run here is in the rules, with the reason. */

const rules: readonly Rule[] = [...applicationRules, ...backupRules, ...deployRules, ...developerRules];
const commands = guides.flatMap(findCommands);
const rulesOf = ({ text }: Command) => rules.filter(({ command }) => command.test(text));

describe('the rules for commands', () => {
  test('cover every command of every guide, each by one rule', () => {
    const wrong = commands
      .map((command) => ({ command, count: rulesOf(command).length }))
      .filter(({ count }) => count !== 1)
      .map(({ command: { guide, line, text }, count }) => `${guide}:${line}: ${text} has ${count} rules`);
    expect(wrong).toEqual([]);
    expect(commands.length).toBeGreaterThan(100);
  });

  test('are for commands that some guide has', () => {
    const stale = rules.filter(({ command }) => !commands.some(({ text }) => command.test(text)));
    expect(stale.map(({ command }) => String(command))).toEqual([]);
  });

  test('name tests that are there and read a guide or start what it names', () => {
    const files = rules.flatMap((rule) => ('test' in rule ? [rule.test] : []));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files.filter((file) => !/docs\/|examples\/|studio\.mjs/.test(textOf(file)))).toEqual([]);
  });

  test('find nothing wrong in what cannot run here', () => {
    const wrong = commands.flatMap((command) =>
      rulesOf(command).flatMap((rule) =>
        'cannotRun' in rule
          ? (rule.check?.(command.text) ?? []).map(
              (problem) => `${command.guide}:${command.line}: ${problem}`,
            )
          : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('are for commands that a shell can read', () => {
    // What stands in angle brackets is for the reader to fill in.
    const typed = [...new Set(commands.map(({ text }) => text.replace(/<[^>]+>/g, 'x')))];
    const { stderr } = spawnSync('bash', ['-n'], { input: typed.join('\n'), encoding: 'utf8' });
    expect(stderr).toBe('');
  });
});

describe('the commands of a guide do what it says', () => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(() => place.close());

  // In the order of the guide: one command needs what another has made. The same command is typed once.
  const seen = new Set<string>();
  const runs = commands.flatMap((command) => {
    const [rule] = rulesOf(command);
    if (!rule || !('run' in rule)) return [];
    const likeness = rule.likeness?.(command.text) ?? command.text;
    if (seen.has(likeness)) return [];
    seen.add(likeness);
    return [{ ...command, ...rule }];
  });
  for (const { guide, text, run, needs } of runs) {
    test(`${guide}: ${text}`, { retry: 0 }, async (context) => {
      context.skip(needs !== undefined && !needs.isHere(), `there is no ${needs?.name} here`);
      await run(text, place);
    });
  }
});
