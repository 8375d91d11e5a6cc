import type { DriftLook } from '../domain/gates/gate.ts';
import type { HistoryRow } from '../domain/migration.ts';
import { clamp } from '../lib/clamp.ts';
import type { CatalogSeen, TargetSession } from '../ports/target.ts';
import { driftOf } from '../review/drift/drift.ts';
import type { AppliedFile } from '../review/drift/promised.ts';
import { loadParser } from '../review/parse/parser.ts';
import type { Look } from './look.ts';

/** How many texts are asked for in one command: their names stand in its arguments. */
const textsAtOnce = 500;
/** A history with more is not followed: a worker has other things to do meanwhile. */
export const followedBytes = 16_000_000;

/** Compares the live database with what the applied files promise. What breaks here is said, and stops nothing. */
export async function lookForDrift(
  { history, comparison, project }: Look,
  session: TargetSession,
  catalog: () => Promise<CatalogSeen>,
): Promise<DriftLook> {
  const { applied, edited, missing } = comparison;
  if (missing.length > 0 || edited.some(({ lineEndsOnly }) => !lineEndsOnly)) {
    return notCompared('applied files were edited or are gone, so nobody can say what they made');
  }
  const names = inOrderOfHistory(applied, history);
  const bytes = project.files.filter(({ name }) => applied.includes(name)).reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > followedBytes) return notCompared(`the applied files hold ${Math.round(bytes / 1_000_000)} MB`);
  try {
    const files = await textsOf(names, session);
    if (files === null) return notCompared('an applied file changed while it was read');
    const live = await catalog();
    if (live.kind === 'unusable') return notCompared(live.why);
    const parser = await loadParser();
    return { kind: 'compared', ...driftOf({ parser, files, live: live.catalog, schema: session.identity.schema }) };
  } catch (error) {
    return notCompared(clamp(error instanceof Error ? error.message : String(error), 200));
  }
}

const notCompared = (why: string): DriftLook => ({ kind: 'not-compared', why });

/** As they ran, which need not be by name. */
export function inOrderOfHistory(applied: readonly string[], history: readonly HistoryRow[]): readonly string[] {
  const done = history.filter(({ finishedAt, rolledBackAt }) => finishedAt !== null && rolledBackAt === null);
  const names = new Set(done.toSorted((a, b) => a.startedAt - b.startedAt).map(({ name }) => name));
  return [...names].filter((name) => applied.includes(name));
}

/** Null where one is gone or is another by now. */
export async function textsOf(
  names: readonly string[],
  session: TargetSession,
): Promise<readonly AppliedFile[] | null> {
  const files: AppliedFile[] = [];
  for (let at = 0; at < names.length; at += textsAtOnce) {
    const some = names.slice(at, at + textsAtOnce);
    const texts = await Promise.all(some.map((name) => session.sqlOf(name)));
    for (const [place, name] of some.entries()) {
      const sql = texts[place] ?? null;
      if (sql === null) return null;
      files.push({ name, sql });
    }
  }
  return files;
}
