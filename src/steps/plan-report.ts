import type { Environment } from '../domain/environment.ts';
import type { PlanReport } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { Targets } from '../ports/target.ts';
import { gatesAt } from './gates.ts';
import { lookAt } from './look.ts';
import { withOneCatalog } from './one-catalog.ts';
import { pendingFiles } from './plan.ts';
import { type PendingReview, reviewPending } from './review-pending.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly instance: string;
  readonly now: EpochMs;
}

/** What a deploy would do now: nothing is asked for and nothing is changed. */
export async function planReport(
  at: At,
): Promise<Trouble | ({ readonly report: PlanReport } & Pick<PendingReview, 'detail' | 'sql'>)> {
  const looked = await lookAt(at, async (look, session) => {
    const targets = withOneCatalog(at.targets);
    const pending = pendingFiles(look.project.files, look.comparison);
    const gates = await gatesAt({ ...at, targets, run: null }, look, session);
    const { limits } = at.environment;
    const { review, detail, sql } = await reviewPending({ targets, session, pending, earlier: null, limits });
    const { prismaVersion } = look.project;
    return { report: { lookedAt: at.now, pending, review, gates, prismaVersion }, detail, sql };
  });
  return looked.kind === 'seen' ? looked.value : looked.trouble;
}
