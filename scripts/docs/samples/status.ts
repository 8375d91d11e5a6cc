import type { PrismaWord } from '../../../src/domain/inquiry.ts';
import { status as statusCard } from '../../../src/render/status.ts';
import type { Sample } from './sample.ts';
import { ana, names, production, report, succeeded, surroundings } from './shop.ts';

const prisma: PrismaWord = { verdict: 'pending', pending: names, failed: [], exitCode: 1, disagreements: [] };

export const status: readonly Sample[] = [
  {
    what: 'One environment, with three migrations to come:',
    card: statusCard({
      ...surroundings,
      lastRun: succeeded,
      finding: { kind: 'status', report: { kind: 'seen', environment: production.id, report }, prisma },
      complete: true,
      askedBy: ana,
    }),
  },
];
