import type pg from 'pg';
import type { Effect } from '../domain/effect.ts';
import { changesDatabase, type Run } from '../domain/run.ts';
import type { EpochMs } from '../lib/time.ts';
import { effectRows, effectTables, effectTail } from './commit-effects.ts';

/** What is written of a decision. `now` is when a new claim's first beat counts; null: by the database's clock. */
export interface RunWrite {
  readonly run: Run;
  readonly effects: readonly Effect[];
  readonly wakeAt: EpochMs | null;
  readonly now: EpochMs | null;
}

const columns = `id text, environment text, kind text, state text, open boolean, changes_database boolean, document jsonb,
  requested_by text, requested_at timestamptz, wake_at timestamptz, token integer, worker text, now timestamptz,
  backup_taken_at timestamptz`;
const input = `WITH input AS (SELECT r.*, $2::jsonb AS effects FROM jsonb_to_record($1::jsonb) AS r(${columns}))`;

const insert = `${input},
  saved AS (
    INSERT INTO run (id, environment, kind, state, open, changes_database, document, requested_by, requested_at, wake_at,
      token, worker, beat_at, backup_taken_at)
    SELECT id, environment, kind, state, open, changes_database, document, requested_by, requested_at, wake_at,
      token, worker, CASE WHEN token IS NOT NULL THEN coalesce(now, clock_timestamp()) END, backup_taken_at FROM input
    ON CONFLICT (environment, changes_database) WHERE open DO NOTHING
    RETURNING id
  ), ${effectTables} ${effectTail}, EXISTS (SELECT FROM saved) AS saved`;

// A state without a token keeps the last one; a new token begins a new row of beats.
const update = `${input},
  saved AS (
    UPDATE run SET state = input.state, open = input.open, document = input.document, wake_at = input.wake_at,
      token = coalesce(input.token, run.token), worker = input.worker,
      beat_at = CASE WHEN input.token IS DISTINCT FROM run.token AND input.token IS NOT NULL
        THEN coalesce(input.now, clock_timestamp()) ELSE run.beat_at END,
      backup_taken_at = input.backup_taken_at, version = run.version + 1
    FROM input WHERE run.id = input.id
    RETURNING run.id
  ), ${effectTables} ${effectTail}, EXISTS (SELECT FROM saved) AS saved`;

/** Inserts the run and its effects in one statement. False, and to be rolled back, where another one is open. */
export const insertRun = (client: pg.PoolClient, write: RunWrite) => save(client, 'insert-run', insert, write);

/** Writes the run's new state and its effects in one statement. */
export const updateRun = (client: pg.PoolClient, write: RunWrite) => save(client, 'update-run', update, write);

async function save(client: pg.PoolClient, name: string, text: string, write: RunWrite): Promise<boolean> {
  const values = [JSON.stringify(runRow(write)), JSON.stringify(effectRows(write.effects))];
  const { rows } = await client.query<{ saved: boolean }>({ name, text, values });
  return rows[0]?.saved === true;
}

const instant = (at: EpochMs | null | undefined) => (at == null ? null : new Date(at).toISOString());

/** Runs without them stand as they did before there were any: versions of then read strictly. */
const documentOf = ({ emergency, serviceStart, ...run }: Run): object => ({
  ...run,
  ...(emergency === null ? {} : { emergency }),
  ...(serviceStart === null ? {} : { serviceStart }),
});

function runRow({ run, wakeAt, now }: RunWrite): object {
  const { state } = run;
  return {
    id: run.id,
    environment: run.environment,
    kind: run.purpose.kind,
    state: state.kind,
    open: state.kind !== 'ended',
    changes_database: changesDatabase(run.purpose.kind),
    document: documentOf(run),
    requested_by: run.requestedBy,
    requested_at: instant(run.requestedAt),
    wake_at: instant(wakeAt),
    token: state.kind === 'running' || state.kind === 'outcome-unknown' ? state.token : null,
    worker: state.kind === 'running' ? state.worker : null,
    now: instant(now),
    backup_taken_at: instant(run.backup?.takenAt),
  };
}
