import type { DriftDifference, DriftReport } from '../domain/drift.ts';
import type { Environment } from '../domain/environment.ts';
import type { DriftLook } from '../domain/gates/gate.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Comparison } from '../domain/migration.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import type { DiffEnd } from '../prisma-cli/commands.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { type PrismaVersion, prismaVersion } from '../prisma-cli/versions.ts';
import { lookForDrift } from './drift.ts';
import { type Look, lookAt } from './look.ts';
import { type DiffEnds, migrateDiff, refusalWords, withShadow } from './migrate-diff.ts';
import { withOneCatalog } from './one-catalog.ts';
import { reviewSql, sqlSum } from './review-sql.ts';

interface Site {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly now: EpochMs;
}

/** A report with the texts that it names by their checksums. */
export interface MadeDriftReport {
  readonly report: DriftReport;
  readonly sql: ReadonlyMap<Sha256, string>;
}

/** How the database differs from its files, in both directions, as the host's own Prisma says it. */
export async function driftReport(at: Site): Promise<MadeDriftReport | Trouble> {
  const looked = await lookAt(at, (look, session) =>
    compare({ ...at, targets: withOneCatalog(at.targets) }, look, session),
  );
  return looked.kind === 'seen' ? looked.value : looked.trouble;
}

async function compare(at: Site, look: Look, session: TargetSession): Promise<MadeDriftReport | Trouble> {
  const { project, comparison } = look;
  const version = prismaVersion(project.prismaVersion);
  if (version === null) return versionTrouble(project.prismaVersion) ?? trouble('internal', 'no version');
  const [found, own] = await Promise.all([
    differenceIn(at, version, comparison),
    lookForDrift(look, session, () => at.targets.catalog(session)),
  ]);
  if ('code' in found) return found;
  const { basis, adopt, revert, limits } = found;
  const base = { lookedAt: at.now, prismaVersion: project.prismaVersion, basis, applied: comparison.applied.length };
  const difference = adopt === null ? null : await reviewed(at, session, { adopt, revert });
  return {
    report: {
      ...base,
      difference,
      beside: besides(own),
      limits: [...limits, ...doubts(comparison), ...unsure(own)],
    },
    sql: new Map(
      difference === null || adopt === null
        ? []
        : [
            [difference.adopt, adopt],
            [difference.revert, revert],
          ],
    ),
  };
}

async function reviewed(
  at: Site,
  session: TargetSession,
  { adopt, revert }: { adopt: string; revert: string },
): Promise<DriftDifference> {
  const review = await reviewSql({ ...at, session }, { name: 'revert.sql', sql: revert });
  return { adopt: sqlSum(adopt), revert: sqlSum(revert), review };
}

interface Compared {
  readonly basis: DriftReport['basis'];
  /** Null: no difference. */
  readonly adopt: string | null;
  readonly revert: string;
  readonly limits: readonly string[];
}

/**
 * What the applied files make is seen in a shadow database. Where Prisma cannot have one, the schema file says what should
 * be there, as long as nothing is pending: it speaks of the pending files, too.
 */
async function differenceIn(at: Site, version: PrismaVersion, comparison: Comparison): Promise<Compared | Trouble> {
  const { applied, pending } = comparison;
  const way = { basis: 'applied-files' as const, files: '{applied}' as const, folders: { applied } };
  const used = await withShadow(at, version.diff, (shadow) => bothWays(at, version, { ...way, shadow }));
  const found = used.kind === 'used' ? used.value : used;
  if ('code' in found || found.kind === 'compared') return found;
  return pending.length === 0 ? bySchema(at, version, found.why) : notCompared(found.why, pending);
}

async function bySchema(at: Site, version: PrismaVersion, why: string): Promise<Compared | Trouble> {
  const found = await bothWays(at, version, { basis: 'schema-file', files: 'schema', folders: {}, shadow: null });
  if ('code' in found) return found;
  if (found.kind === 'refused')
    return trouble('prisma-refused', 'Prisma could not compare.', [{ label: 'Prisma', value: found.why }]);
  const limit = `compared with the schema file, not with what the files made (${why}): what only the files hold, as an index made by hand, counts as a difference`;
  return { ...found, limits: [limit, ...found.limits] };
}

const notCompared = (why: string, pending: readonly string[]): Trouble =>
  trouble(
    'prisma-refused',
    'The database could not be compared: there is no shadow database, and the schema file speaks of pending migrations, too.',
    [
      { label: 'Shadow database', value: why },
      { label: 'Pending', value: pending.join(', ') },
    ],
  );

type Way = Pick<DiffEnds, 'folders' | 'shadow'> & {
  readonly basis: DriftReport['basis'];
  readonly files: DiffEnd;
};

/** The second direction is asked for only where there is a difference. */
async function bothWays(
  at: Site,
  { diff }: PrismaVersion,
  { basis, files, ...others }: Way,
): Promise<(Compared & { readonly kind: 'compared' }) | { readonly kind: 'refused'; readonly why: string } | Trouble> {
  const adopt = await migrateDiff(at, diff, { ...others, from: files, to: 'database' });
  if ('code' in adopt) return adopt;
  if (adopt.kind === 'failed') return refusedOr(adopt.failure);
  const limits = [unseenByPrisma];
  if (adopt.kind === 'none') return { kind: 'compared', basis, adopt: null, revert: '', limits };
  const revert = await migrateDiff(at, diff, { ...others, from: 'database', to: files });
  if ('code' in revert) return revert;
  if (revert.kind === 'failed') return refusedOr(revert.failure);
  return {
    kind: 'compared',
    basis,
    adopt: adopt.sql,
    revert: revert.kind === 'sql' ? revert.sql : nothingToRevert,
    limits,
  };
}

const nothingToRevert = '-- Prisma knows no statement that takes it back.\n';

/** Without a session or without Prisma nothing can be compared at all; else another way may do. */
const refusedOr = (failure: Parameters<typeof refusalWords>[0]) =>
  failure.kind === 'refused' ? ({ kind: 'refused', why: refusalWords(failure) } as const) : troubleOfFailure(failure);

const unseenByPrisma =
  'Prisma compares tables, columns, types, defaults, indexes and keys; not views, triggers, functions, checks, policies, rights and rows';

/** What makes the files doubtful as a measure. */
function doubts({ edited, missing, failed }: Comparison): readonly string[] {
  const changed = edited.filter(({ lineEndsOnly }) => !lineEndsOnly).map(({ name }) => name);
  return [
    ...(changed.length === 0
      ? []
      : [`edited after they were applied, so that their new text counts: ${changed.join(', ')}`]),
    ...(missing.length === 0
      ? []
      : [`gone since they were applied, so that what they made counts as a difference: ${missing.join(', ')}`]),
    ...(failed.length === 0
      ? []
      : [`failed, so that what is there of it counts as a difference: ${failed.join(', ')}`]),
  ];
}

const besides = (own: DriftLook): readonly string[] =>
  own.kind === 'compared' ? [...own.differences, ...own.undeclared.map((what) => `no applied file made ${what}`)] : [];

const unsure = (own: DriftLook): readonly string[] => (own.kind === 'compared' ? own.unsure : []);
