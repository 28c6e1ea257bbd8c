import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Place } from './place';
import { filled, program, type Rule } from './rule';

// A backup, and the way back.

async function backUp(command: string, place: Place) {
  place.notes.set('FILE', join(place.folder, `guide-${place.notes.size}.backup`));
  const out = await place.sh(filled(command, place).replace(/ \/backups\//, ` ${place.root}/backups/`));
  const file = /✓ (\S+\.backup): \d+ rows/.exec(out)?.[1];
  assert(file, out);
  place.notes.set('FILE', file);
}

async function restore(command: string, place: Place) {
  // Without --force it is for an empty machine.
  if (!command.includes('--force')) await place.empty();
  const out = await place.sh(filled(command, place));
  assert.match(out, /✓ Restored: \d+ rows/);
  if (command.includes('--with-secret'))
    assert.match(out, /The secret of the backup is in \.data\/secret now/);
  place.notes.set('aside', /kept as the database "(\w+)"/.exec(out)![1]!);
}

export const backupRules: readonly Rule[] = [
  { command: /^npm run backup( --.*)?$/, run: backUp },
  {
    command: /^npm run restore -- (FILE|--after)/,
    run: async (command, place) => {
      if (!command.includes('--after')) return restore(command, place);
      assert.match(await place.sh(command), /The audit log is whole/);
    },
  },
  {
    command: /^psql .*DROP DATABASE latchkey_before_/s,
    needs: program('psql'),
    run: async (command, place) => {
      const aside = place.notes.get('aside')!;
      assert.match(await place.sh(command.replace(/latchkey_before_\d+/, aside)), /DROP DATABASE/);
      const left = await place.query(`SELECT 1 FROM pg_database WHERE datname = '${aside}'`);
      assert.deepEqual(left, []);
    },
  },
];
