import type { Backup } from '../domain/backup.ts';
import { unreviewed } from '../domain/emergency.ts';
import type { RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import type { Store } from '../ports/store.ts';
import { runDocument } from './documents/run.ts';
import type { DocumentReader } from './read-documents.ts';
import { lookAround } from './surroundings.ts';
import type { Tables } from './tables.ts';

interface Row {
  readonly id: string;
  readonly document: unknown;
}

type RunRows = Pick<
  Store,
  | 'run'
  | 'runs'
  | 'openRuns'
  | 'unreviewedRuns'
  | 'surroundings'
  | 'dueRuns'
  | 'nextWake'
  | 'leaveDue'
  | 'beat'
  | 'silentRuns'
  | 'backups'
>;

const idOf = ({ id }: { readonly id: string }) => id as RunId;
const onlyId = { id: true } as const;
const onlyDocument = { id: true, document: true } as const;

/** Of one run its absence would be a lie; in a list, what only a newer version can read is left out. */
const runReader = ({ read, readOrNull }: DocumentReader) => ({
  runOf: ({ id, document }: Row): Run => read(runDocument, document, `run ${id}`),
  runsOf: (rows: readonly Row[]): readonly Run[] =>
    rows.flatMap(({ id, document }) => readOrNull(runDocument, document, `run ${id}`) ?? []),
});

/** What is read of runs without deciding anything, and the sign of life of their workers. long: one query after the other. */
export function runRows({ prisma, pool, documents }: Tables, now: () => EpochMs | null): RunRows {
  const { runOf, runsOf } = runReader(documents);
  const instant = () => {
    const at = now();
    return at === null ? null : new Date(at);
  };
  return {
    run: async (id) => {
      const row = await prisma.runRow.findUnique({ where: { id }, select: onlyDocument });
      return row === null ? null : runOf(row);
    },
    runs: async ({ environment, limit }) => {
      const where = environment === null ? {} : { environment };
      const orderBy = [{ requestedAt: 'desc' }, { id: 'desc' }] as const;
      const rows = await prisma.runRow.findMany({ where, orderBy: [...orderBy], take: limit, select: onlyDocument });
      return runsOf(rows);
    },
    openRuns: async () => runsOf(await prisma.runRow.findMany({ where: { open: true }, select: onlyDocument })),
    // Of the ended ones only these have a moment to wake.
    unreviewedRuns: async (environment) => {
      const where = { open: false, wakeAt: { not: null }, ...(environment === null ? {} : { environment }) };
      const rows = await prisma.runRow.findMany({ where, orderBy: { requestedAt: 'asc' }, select: onlyDocument });
      return runsOf(rows).filter((run) => unreviewed(run) !== null);
    },
    surroundings: async (environment) => (await lookAround({ client: pool, documents }, environment, null)).around,
    dueRuns: async (now) => {
      const where = { wakeAt: { lte: new Date(now) } };
      return (await prisma.runRow.findMany({ where, orderBy: { wakeAt: 'asc' }, select: onlyId })).map(idOf);
    },
    nextWake: async () => {
      const { _min } = await prisma.runRow.aggregate({ _min: { wakeAt: true } });
      return _min.wakeAt === null ? null : epochMs(_min.wakeAt.getTime());
    },
    leaveDue: async (id, now) => {
      await pool.query(leaveDue, [id, now]);
    },
    beat: async (id, token) => {
      const { rowCount } = await pool.query(beat, [id, token, instant()]);
      return rowCount === 1;
    },
    silentRuns: async (silentForMs) => {
      const { rows } = await pool.query<{ run: RunId; token: number }>(silentRuns, [silentForMs, instant()]);
      return rows;
    },
    backups: async (environment) => {
      const where = { environment, backupTakenAt: { not: null } };
      const orderBy = { backupTakenAt: 'desc' } as const;
      const rows = await prisma.runRow.findMany({ where, orderBy, select: onlyDocument });
      return runsOf(rows).flatMap((run): readonly Backup[] => (run.backup === null ? [] : [run.backup]));
    },
  };
}

const leaveDue = `UPDATE run SET wake_at = least(wake_at, to_timestamp($2 / 1000.0)) WHERE id = $1 AND open`;
const beat = `UPDATE run SET beat_at = coalesce($3::timestamptz, clock_timestamp())
  WHERE id = $1 AND token = $2 AND state = 'running'`;
const silentRuns = `SELECT id AS run, token FROM run WHERE state = 'running' AND token IS NOT NULL
  AND beat_at < coalesce($2::timestamptz, clock_timestamp()) - $1 * interval '1 millisecond' ORDER BY beat_at`;
