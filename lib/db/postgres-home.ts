import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyPostgresBinaries, findPostgresBinaries } from './postgres-binaries';

const SYSTEM_STATE_DIR = '/var/lib/latchkey';

/** Where the cluster lives and as whom it runs. */
export interface PostgresHome {
  native: string;
  dataDir: string;
  user: { uid: number; gid: number } | undefined;
}

async function getNobody(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const entry = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(passwd);
  return { uid: Number(entry?.[1] ?? 65534) >>> 0, gid: Number(entry?.[2] ?? 65534) >>> 0 };
}

/**
 * PostgreSQL refuses to run as root, and the user it drops to cannot enter a private home folder: for root, binaries and
 * data move to a state folder of the system. Data that an ordinary user began in place stays with that user.
 */
export async function preparePostgresHome(
  projectDir: string,
  stateDir: string,
  log: (line: string) => void,
): Promise<PostgresHome> {
  const binaries = await findPostgresBinaries(projectDir);
  const inPlace = join(stateDir, 'postgres');
  if (process.getuid?.() !== 0) return { native: binaries.native, dataDir: inPlace, user: undefined };

  if (existsSync(inPlace) && statSync(inPlace).uid !== 0) {
    const { uid, gid } = statSync(inPlace);
    return {
      native: await copyPostgresBinaries(binaries, SYSTEM_STATE_DIR),
      dataDir: inPlace,
      user: { uid, gid },
    };
  }
  const user = await getNobody();
  try {
    const native = await copyPostgresBinaries(binaries, SYSTEM_STATE_DIR);
    const home = join(SYSTEM_STATE_DIR, createHash('sha256').update(stateDir).digest('hex').slice(0, 12));
    await giveFolder(home, user);
    log(`PostgreSQL does not run as root: it runs as nobody, with its data in ${home}`);
    return { native, dataDir: join(home, 'data'), user };
  } catch (error) {
    // A read-only system folder: in place works wherever others may enter the project's path.
    log(
      `${SYSTEM_STATE_DIR} cannot be written (${(error as Error).message}): PostgreSQL keeps its data in ${stateDir}`,
    );
    const home = join(stateDir, 'postgres-of-nobody');
    await giveFolder(home, user);
    return { native: binaries.native, dataDir: join(home, 'data'), user };
  }
}

async function giveFolder(folder: string, user: { uid: number; gid: number }): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
}
