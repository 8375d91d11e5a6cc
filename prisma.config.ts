import { defineConfig } from 'prisma/config';

/** Read by the Prisma CLI only. `generate` needs no database, so an absent URL is no error here. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
