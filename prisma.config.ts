import { defineConfig } from 'prisma/config';

// The address is passed by the scripts, which know whether the database is embedded (scripts/studio.ts).
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset' },
});
