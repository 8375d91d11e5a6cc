import type { Sha256 } from '../domain/ids.ts';
import type { Review } from '../domain/review.ts';
import type { ReviewDetail } from '../domain/review-detail.ts';
import type { Plan } from '../domain/run.ts';
import { clamp } from '../lib/clamp.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { runsAsOne } from '../prisma-cli/versions.ts';
import { worksConcurrently } from '../review/concurrent.ts';
import { loadParser } from '../review/parse/parser.ts';
import { reviewPlan } from '../review/review.ts';
import { steadied } from '../review/steady.ts';
import type { ReviewedFile } from '../review/types.ts';
import { reviewWords } from './review-words.ts';
import { type SessionLimits, sessionSettings, timeoutsOf } from './session-settings.ts';

/** The pending files with everything known of them. */
export interface PendingReview {
  /** Null where nothing is pending. */
  readonly review: Review | null;
  readonly detail: ReviewDetail | null;
  /** The texts that were read, by checksum. */
  readonly sql: ReadonlyMap<Sha256, string>;
}

export interface ReviewSite {
  readonly targets: Targets;
  readonly session: TargetSession;
  readonly pending: Plan['pending'];
  /** What an earlier look at the same run said, so that sizes near a border do not flap. */
  readonly earlier: Review | null;
  /** What a deploy gives its session; null: nobody knows who runs the files. */
  readonly limits: SessionLimits | null;
}

/** More is not reviewed: a worker has other things to do meanwhile. */
const reviewedBytes = 8_000_000;
/** Of a server that does not say which one it is: the oldest that is maintained. */
const defaultServer = 14;

/** Reviews the pending files with the database as it is now. What breaks here is said, and stops nothing. */
export async function reviewPending(site: ReviewSite): Promise<PendingReview> {
  const { pending, session } = site;
  if (pending.length === 0) return { review: null, detail: null, sql: new Map() };
  const texts = await Promise.all(pending.map(({ name }) => session.sqlOf(name)));
  const sql = new Map(pending.flatMap(({ sha256 }, at) => pairOf(sha256, texts[at] ?? null)));
  const files = pending.flatMap(({ name, sha256 }) => fileOf(name, sql.get(sha256)));
  const why = unreviewable(pending, files);
  if (why !== null) return { review: { kind: 'not-reviewed', why }, detail: null, sql };
  return { ...(await reviewFiles(site, files)), sql };
}

const pairOf = (sha256: Sha256, text: string | null): [Sha256, string][] => (text === null ? [] : [[sha256, text]]);
const fileOf = (path: string, sql: string | undefined): ReviewedFile[] => (sql === undefined ? [] : [{ path, sql }]);

function unreviewable(pending: Plan['pending'], files: readonly ReviewedFile[]): string | null {
  if (files.length < pending.length) return 'a file changed or went away while it was read';
  const bytes = files.reduce((sum, { sql }) => sum + sql.length, 0);
  return bytes <= reviewedBytes
    ? null
    : `the files hold ${Math.round(bytes / 1_000_000)} MB, at most 8 MB are reviewed`;
}

/** The same, of texts at hand. */
export async function reviewFiles(
  { targets, session, pending, earlier, limits }: ReviewSite,
  files: readonly ReviewedFile[],
): Promise<{ review: Review; detail: ReviewDetail | null }> {
  try {
    const parser = await loadParser();
    const seen = await targets.catalog(session);
    const catalog = seen.kind === 'catalog' ? steadied(seen.catalog, sizesBefore(earlier)) : null;
    const serverVersion = (seen.kind === 'catalog' ? seen.catalog.serverVersion : seen.serverVersion) ?? defaultServer;
    const concurrently = files.some(({ sql }) => worksConcurrently(parser, sql));
    const given = limits === null ? {} : { session: timeoutsOf(sessionSettings(limits, concurrently)) };
    const atomicity = runsAsOne(session.project.prismaVersion);
    const reviewed = reviewPlan({ parser, files, catalog, serverVersion, atomicity, ...given });
    return reviewWords(reviewed, { pending, catalog, blind: seen.kind === 'catalog' ? null : seen.why });
  } catch (error) {
    const why = clamp(error instanceof Error ? error.message : String(error), 200);
    return { review: { kind: 'not-reviewed', why }, detail: null };
  }
}

function sizesBefore(earlier: Review | null): ReadonlyMap<string, 'small' | 'large'> {
  if (earlier?.kind !== 'reviewed') return new Map();
  return new Map(earlier.sizes.map(({ table, small }) => [table, small ? 'small' : 'large']));
}
