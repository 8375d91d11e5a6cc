import type { Environment } from '../domain/environment.ts';
import type { FoundStatement, OfferedSql, Resolution, ResolveReport, Standing } from '../domain/resolve.ts';
import type { Trouble } from '../domain/trouble.ts';
import { clamp } from '../lib/clamp.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { alreadyApplied, neverApplied, notFailed, unknownMigration } from '../prisma-cli/read-resolve.ts';
import { runsAsOne } from '../prisma-cli/versions.ts';
import type { Catalog } from '../review/catalog/model.ts';
import type { LookedStatement } from '../review/extent/extent.ts';
import { completionOf, undoingOf } from '../review/extent/undo.ts';
import { loadParser, type Parser } from '../review/parse/parser.ts';
import { type Plan as ReviewPlan, reviewPlan } from '../review/review.ts';
import type { PlanReview } from '../review/types.ts';
import { invalidIndexes } from './invalid-indexes.ts';
import { type Look, lookAt } from './look.ts';
import { type FileLook, lookForMigration, standingOf } from './look-for-file.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly now: EpochMs;
}

/** What of a migration is in the database, and which end Prisma could record. `typed`: its name, or a part of it. */
export async function resolveReport(at: At, typed: string): Promise<ResolveReport | Trouble> {
  const looked = await lookAt(at, async (look, session) => {
    const migration = migrationMeant(typed, look);
    if (migration === null) return unknownMigration(typed);
    const file = await lookForMigration({ targets: at.targets, session, look, migration });
    return reportOf({ at, look, session, migration, file });
  });
  return looked.kind === 'seen' ? looked.value : looked.trouble;
}

/** The one of that name, else the only one whose name holds what was typed. Pure. */
export function migrationMeant(typed: string, { project, history }: Pick<Look, 'project' | 'history'>): string | null {
  const names = [...new Set([...project.files.map(({ name }) => name), ...history.map(({ name }) => name)])];
  if (names.includes(typed)) return typed;
  const [only, ...others] =
    typed === '' ? [] : names.filter((name) => name.toLowerCase().includes(typed.toLowerCase()));
  return only !== undefined && others.length === 0 ? only : null;
}

const shownStatements = 40;

async function reportOf({
  at,
  look,
  session,
  migration,
  file,
}: {
  at: At;
  look: Look;
  session: TargetSession;
  migration: string;
  file: FileLook;
}): Promise<ResolveReport> {
  const { statements, found, catalog } = file;
  const standing = standingOf(look, migration);
  const clash = stoppedAtSomethingThere(look, migration);
  const offers = found.extent === 'some' && catalog !== null && standing !== 'applied';
  const invalid = catalog === null ? [] : await invalidIndexes(session, catalog, statements);
  return {
    lookedAt: at.now,
    migration,
    standing,
    found,
    statements: statements.slice(0, shownStatements).map(statementShown),
    leftOut: Math.max(0, statements.length - shownStatements),
    notes: [...file.notes, ...(offers && clash ? [clashNote] : [])],
    refused: refusedBy(standing, migration),
    completion: offers ? await offered(completionOf(statements), catalog, look) : null,
    undoing: offers && !clash ? await offered(undoingOf(statements), catalog, look) : null,
    invalid,
    dropped: null,
  };
}

const statementShown = ({ line, sql, presence, why }: LookedStatement): FoundStatement => ({
  line,
  sql: clamp(sql.replace(/\s+/g, ' '), 160),
  presence,
  why,
});

/** What Prisma records only of a migration that stands otherwise. */
export function refusedBy(standing: Standing, migration: string): ResolveReport['refused'] {
  switch (standing) {
    case 'failed':
      return { applied: null, rolledBack: null };
    case 'applied':
      return { applied: alreadyApplied(migration), rolledBack: notFailed(migration) };
    case 'rolled-back':
      return { applied: null, rolledBack: notFailed(migration) };
    case 'pending':
      return { applied: null, rolledBack: neverApplied(migration) };
    case 'unknown':
      return { applied: unknownMigration(migration), rolledBack: unknownMigration(migration) };
  }
}

/** Why this end cannot be asked for; null where it can. */
export const resolveRefusal = (standing: Standing, migration: string, as: Resolution): Trouble | null => {
  const { applied, rolledBack } = refusedBy(standing, migration);
  return as === 'applied' ? applied : rolledBack;
};

const clashNote =
  'It stopped at something that was there already, so that not everything that is there was made by it: no undoing is offered.';

/** Already there: table, column, object, schema, function. The engines word it in their own ways. */
const clashes = /\b(?:42P07|42701|42710|42P06|42723)\b|already exists/i;

function stoppedAtSomethingThere({ history }: Look, migration: string): boolean {
  const row = history.findLast(({ name, finishedAt }) => name === migration && finishedAt === null);
  return clashes.test(row?.logs ?? '');
}

const shownFindings = 4;
const order = ['blocked', 'risky', 'caution', 'safe'];

/** A review that breaks takes nothing away: the SQL is offered, and not called safe. */
function reviewOf(
  parser: Parser,
  plan: Omit<ReviewPlan, 'parser'>,
): Pick<OfferedSql, 'verdict'> & Pick<PlanReview, 'files'> {
  try {
    return reviewPlan({ parser, ...plan });
  } catch {
    return { verdict: null, files: [] };
  }
}

/** SQL with what the reviewer says of it in the database as it is now. */
async function offered(sql: string, catalog: Catalog, { project }: Look): Promise<OfferedSql | null> {
  if (sql === '') return null;
  const { serverVersion } = catalog;
  const atomicity = runsAsOne(project.prismaVersion);
  const plan = { files: [{ path: 'offered', sql }], catalog, serverVersion, atomicity };
  const { verdict, files } = reviewOf(await loadParser(), plan);
  const findings = files.flatMap((one) => one.statements.flatMap((statement) => statement.findings));
  const worst = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return {
    sql,
    verdict,
    findings: worst.slice(0, shownFindings).map(({ rule, severity, message }) => `${message} (${rule}, ${severity})`),
  };
}
