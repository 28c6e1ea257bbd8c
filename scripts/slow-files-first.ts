import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Those that take longest, in their order: a slow file that begins last keeps one core busy and leaves the other idle. A
 * fresh clone knows no durations yet, and Vitest then goes by size.
 */
const slowest = [
  'e2e/guides/guides.test.ts',
  'scripts/doctor.test.ts',
  'lib/delivery/fail-over.test.ts',
  'lib/db/embedded-postgres.test.ts',
  'lib/db/redis.test.ts',
  'lib/flows/silence.test.ts',
  'scripts/backup.test.ts',
];

export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification) => {
      const place = slowest.indexOf(relative(project.config.root, moduleId));
      return place < 0 ? slowest.length : place;
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
