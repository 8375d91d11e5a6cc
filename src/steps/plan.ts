import type { Environment } from '../domain/environment.ts';
import type { Gate } from '../domain/gates/gate.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Comparison, HistoryRow, MigrationFile } from '../domain/migration.ts';
import { markOf, receiptOf } from '../domain/receipt.ts';
import type { Review } from '../domain/review.ts';
import type { ReviewDetail } from '../domain/review-detail.ts';
import { appliesFiles, type Plan, type Promotion, type Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { versionWarning } from '../prisma-cli/version.ts';
import { developmentObjection } from './development-objection.ts';
import { type Draft, draftOf, withDraft } from './draft.ts';
import { gatesAt } from './gates.ts';
import { type Look, lookAt } from './look.ts';
import { withOneCatalog } from './one-catalog.ts';
import { resolveObjection } from './resolve-objection.ts';
import { glanceObjection } from './restorable.ts';
import { mayRestoreBeside } from './restore-rights.ts';
import { reviewPending } from './review-pending.ts';
import { standingObjection } from './standing-objection.ts';

/** What a look at the environment means for a run: the plan with its receipt. Pure. */
export function planFrom(
  { run, environment }: { run: Run; environment: Environment },
  { project, history, comparison }: Look,
  at: {
    now: EpochMs;
    promotion: Promotion | null;
    gates: readonly Gate[];
    review: Review | null;
    draft?: Draft | null;
  },
): Plan {
  const pending = pendingOf(run, { project, comparison }, at.draft ?? null);
  const marks = history.map(markOf);
  const { review } = at;
  const receipt = receiptOf({ environment, purpose: run.purpose, pending, history: marks, review });
  return {
    receipt,
    pending,
    history: marks,
    preparedAt: at.now,
    prismaVersion: project.prismaVersion,
    promotion: at.promotion,
    gates: at.gates,
    review,
    warnings: [versionWarning(project.prismaVersion)].filter((warning) => warning !== null),
  };
}

/** What the run is to apply, in order; a draft is the newest. */
const pendingOf = (
  { purpose }: Run,
  { project, comparison }: Pick<Look, 'project' | 'comparison'>,
  draft: Draft | null,
): Plan['pending'] => {
  if (!appliesFiles(purpose.kind)) return [];
  const made = draft === null ? [] : [{ name: draft.name, sha256: draft.sha256 }];
  return [...pendingFiles(project.files, comparison), ...made];
};

export const pendingFiles = (files: readonly MigrationFile[], { pending }: Comparison): Plan['pending'] =>
  files.filter(({ name }) => pending.includes(name)).map(({ name, sha256 }) => ({ name, sha256 }));

/** The plan as it is now, reviewed with the database as it is now: what is compared with the approved one. */
export async function presentPlan(
  at: {
    run: Run;
    environment: Environment;
    targets: Targets;
    now: EpochMs;
    promotion: Promotion | null;
    gates: readonly Gate[];
    /** Of a run that makes a migration and has not written it yet. */
    draft?: Draft | null;
  },
  look: Look,
  session: TargetSession,
): Promise<Plan> {
  const { run, targets, draft = null } = at;
  const { limits } = at.environment;
  const earlier = run.plan?.review ?? null;
  const pending = pendingOf(run, look, draft);
  const { review } = await reviewPending({
    ...{ targets, pending, earlier, limits },
    session: withDraft(session, draft),
  });
  return planFrom(at, look, { ...at, review });
}

/** Why a deploy cannot be asked for at all, from the look and the gates; null when it can. */
export function deployObjection(look: Look, gates: readonly Gate[] = []): Trouble | null {
  const standing = standingObjection(look, gates);
  if (standing !== null) return standing;
  if (look.comparison.pending.length > 0) return null;
  return trouble('nothing-pending', 'There is nothing to deploy: every migration is applied.');
}

/** A plan with what is kept beside it: the texts of its files, and what the reviewer said of every statement. */
export interface MadePlan {
  readonly kind: 'plan';
  readonly plan: Plan;
  readonly sql: ReadonlyMap<Sha256, string>;
  readonly detail: ReviewDetail | null;
}

/** Looks at the environment and makes the plan of a run, with the SQL of its files. */
export async function makePlan(at: {
  run: Run;
  environment: Environment;
  host: Host;
  targets: Targets;
  instance: string;
  now: EpochMs;
  promotion: (pending: Plan['pending']) => Promise<Promotion | null>;
}): Promise<MadePlan | { kind: 'objection'; trouble: Trouble }> {
  const looked = await lookAt(at, async (look, session) => {
    const targets = withOneCatalog(at.targets);
    const site = { ...at, targets, run: at.run.id };
    const gates = appliesFiles(at.run.purpose.kind) ? await gatesAt(site, look, session) : [];
    const objection = await objectionTo({ ...at, targets, session }, look, gates);
    if (objection !== null) return { kind: 'objection' as const, trouble: objection };
    const draft = await draftOf(at, look);
    if (draft !== null && 'code' in draft) return { kind: 'objection' as const, trouble: draft };
    const pending = pendingOf(at.run, look, draft);
    const earlier = at.run.plan?.review ?? null;
    const { limits } = at.environment;
    const of = { targets, session: withDraft(session, draft), pending, earlier, limits };
    const { review, detail, sql } = await reviewPending(of);
    const bare = planFrom(at, look, { now: at.now, promotion: await at.promotion(pending), gates, review, draft });
    const warnings = [...bare.warnings, ...(await restoreWarnings(at, session))];
    return { kind: 'plan' as const, plan: { ...bare, warnings }, sql, detail };
  });
  return looked.kind === 'seen' ? looked.value : { kind: 'objection', trouble: looked.trouble };
}

/** Why a run of this kind cannot begin, from the look and the gates; null when it can. */
export async function objectionTo(
  at: { run: Run; environment: Environment; host: Host; targets: Targets; session: TargetSession },
  look: Look,
  gates: readonly Gate[],
): Promise<Trouble | null> {
  const { purpose } = at.run;
  switch (purpose.kind) {
    case 'restore':
      return glanceObjection(at, purpose);
    case 'resolve':
      return resolveObjection(at, look, purpose);
    case 'deploy':
      return deployObjection(look, gates);
    case 'dev':
    case 'reset':
    case 'push':
      return developmentObjection(at, look, gates);
    case 'backup':
      return null;
    default:
      return assertNever(purpose);
  }
}

/** What makes a restore less safe than it could be: people know it before they approve. */
async function restoreWarnings(
  { run, environment: { rollback, service } }: { run: Run; environment: Environment },
  session: TargetSession,
): Promise<readonly string[]> {
  if (run.purpose.kind !== 'restore') return [];
  const beside = rollback !== null || (await mayRestoreBeside(session, session.identity.database));
  return [
    ...(beside ? [] : [inPlaceWarning]),
    ...(service.stop === null
      ? ['no command is configured that stops the service: what it writes meanwhile is lost']
      : []),
  ];
}

const inPlaceWarning =
  'the less safe way: the login may not create databases, so the present tables are emptied and filled again in one transaction, and nothing is verified before it counts';

/** Which of the pending files succeeded, byte for byte, on the environment that this one promotes from. */
export async function lookAtSource(at: {
  source: Environment;
  host: Host;
  targets: Targets;
  pending: Plan['pending'];
  now: EpochMs;
}): Promise<Promotion> {
  const { source, pending, now } = at;
  const base = { from: source.id, lookedAt: now };
  const names = pending.map(({ name }) => name);
  const looked = await lookAt({ environment: source, host: at.host, targets: at.targets }, async ({ history }) =>
    pending.filter((file) => history.some((row) => succeeded(row, file))).map(({ name }) => name),
  );
  if (looked.kind === 'unseen') return { ...base, proved: [], unproved: names, trouble: looked.trouble };
  const proved = looked.value;
  return { ...base, proved, unproved: names.filter((name) => !proved.includes(name)), trouble: null };
}

const succeeded = (row: HistoryRow, file: Plan['pending'][number]): boolean =>
  row.name === file.name && row.checksum === file.sha256 && row.finishedAt !== null && row.rolledBackAt === null;
