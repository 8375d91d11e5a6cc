import type { EnvironmentCheck, OwnCheck } from './check.ts';
import { database } from './database.ts';
import { directory } from './directory.ts';
import { hostContact } from './host-contact.ts';
import { ownTables } from './own-tables.ts';
import { prisma } from './prisma.ts';
import { redis } from './redis.ts';
import { referredSecrets } from './referred-secrets.ts';
import { slack } from './slack.ts';

/** Godwit's own parts, each by itself. The configuration comes before: nothing can be looked at without it. */
export const ownChecks: readonly OwnCheck[] = [ownTables, redis, slack];

/** Each environment, from the outside in. */
export const environmentChecks: readonly EnvironmentCheck[] = [
  referredSecrets,
  hostContact,
  directory,
  prisma,
  database,
];
