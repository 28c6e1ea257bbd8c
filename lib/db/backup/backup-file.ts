import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * A backup is one gzipped text: a line of JSON about it; for each table a line of JSON, its rows as COPY writes them, and a
 * line `\.`; at the end a line of JSON with what has to be in it. PostgreSQL of any version and machine reads it.
 */
export const backupFormat = 1;

export interface BackupHeader {
  latchkeyBackup: number;
  createdAt: string;
  /** In the order in which they were applied. */
  migrations: { name: string; checksum: string }[];
  /** Names the secret that was in use; safe to store. */
  secretId: string;
  /** Only where the operator asked for it. */
  secret?: string;
}

export interface BackupEnd {
  rows: Record<string, number>;
  /** Sequence → its last value. */
  sequences: Record<string, string>;
  /** SHA-256 of all that is before this line. */
  sha256: string;
}

export interface BackupTable {
  table: string;
  columns: string[];
}

export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: BackupTable }
  /** Whole rows of the table before. */
  | { kind: 'rows'; rows: Buffer }
  | { kind: 'end'; end: BackupEnd; sha256: string };

export const endOfRows = Buffer.from('\\.\n');
const endInside = Buffer.from('\n\\.\n');
const newLine = 10;
/** No line of JSON of ours is longer. */
const longestLine = 1_000_000;

/** A sentence for the operator. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** The parts of a backup, in order. @throws BackupError where it is none, or not whole */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  let place: 'header' | 'between' | 'rows' | 'after' = 'header';
  const take = (length: number): Buffer => {
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    hash.update(taken);
    return taken;
  };
  const source = createReadStream(file);
  const unzipped = createGunzip();
  // `pipe` passes on no error.
  source.on('error', (error) => unzipped.destroy(error)).pipe(unzipped);
  try {
    for await (const chunk of unzipped) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length > 0) {
        if (place === 'rows') {
          if (rest.subarray(0, endOfRows.length).equals(endOfRows)) {
            take(endOfRows.length);
            place = 'between';
            continue;
          }
          const end = rest.indexOf(endInside);
          const length = (end >= 0 ? end : rest.lastIndexOf(newLine)) + 1;
          if (length === 0) break;
          yield { kind: 'rows', rows: Buffer.from(take(length)) };
          continue;
        }
        const end = rest.indexOf(newLine);
        if (end < 0 && rest.length > longestLine) throw new BackupError(`${file} is no backup of Latchkey.`);
        if (end < 0) break;
        const line = JSON.parse(rest.subarray(0, end).toString('utf8')) as Record<string, unknown>;
        if (place === 'header') {
          const header = line as unknown as BackupHeader;
          if (header.latchkeyBackup !== backupFormat)
            throw new BackupError(`${file} is no backup that this version of Latchkey reads.`);
          yield { kind: 'header', header };
          place = 'between';
        } else if ('table' in line) {
          yield { kind: 'table', table: line as unknown as BackupTable };
          place = 'rows';
        } else {
          const before = hash.copy().digest('hex');
          yield { kind: 'end', end: line.end as BackupEnd, sha256: before };
          place = 'after';
        }
        take(end + 1);
      }
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BackupError(`There is no file ${file}.`);
    if (place === 'header') throw new BackupError(`${file} is no backup of Latchkey.`);
    throw new BackupError(`${file} is damaged (${message}).`);
  } finally {
    source.destroy();
  }
  if (place !== 'after') throw new BackupError(`${file} is not whole: its end is missing.`);
}

export interface BackupFacts {
  header: BackupHeader;
  end: BackupEnd;
}

/** Reads the whole file and counts, before anything is changed. @throws BackupError */
export async function checkBackup(file: string): Promise<BackupFacts> {
  let header: BackupHeader | null = null;
  let end: BackupEnd | null = null;
  let current = '';
  const rows: Record<string, number> = {};
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') header = part.header;
    else if (part.kind === 'table') {
      current = part.table.table;
      rows[current] = 0;
    } else if (part.kind === 'rows') rows[current] = (rows[current] ?? 0) + countRows(part.rows);
    else if (part.sha256 !== part.end.sha256) throw new BackupError(`${file} was changed, or is damaged.`);
    else end = part.end;
  }
  if (!header || !end || JSON.stringify(rows) !== JSON.stringify(end.rows))
    throw new BackupError(`${file} is damaged: it has other rows than it says.`);
  return { header, end };
}

/** COPY writes a row as one line: what is in it is escaped. */
export function countRows(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(newLine); at >= 0; at = text.indexOf(newLine, at + 1)) count += 1;
  return count;
}
