import type { EpochMs } from '../lib/time.ts';
import type { OutboxRow, Store } from '../ports/store.ts';
import { outboxChannel } from './commit-effects.ts';
import { jobNames, outboxWorkDocument } from './documents/outbox.ts';
import { listen } from './listen.ts';
import type { Tables } from './tables.ts';

type Outbox = Pick<
  Store,
  'takeOutbox' | 'outboxWork' | 'finishOutbox' | 'givenOutbox' | 'returnOutbox' | 'reofferOutbox' | 'onOutbox'
>;

interface Row {
  readonly sequence: string;
  readonly offers: number;
  readonly work: unknown;
}

// A newer version's relay takes the work of kinds that this one does not know.
const isKnown = (names: string) => `(work ->> 'kind' = 'draw' OR work #>> '{job,name}' = ANY(${names}))`;
const take = `
  WITH next AS (
    SELECT sequence FROM outbox WHERE given_at IS NULL AND ${isKnown('$3')}
    ORDER BY sequence LIMIT $1 FOR UPDATE SKIP LOCKED
  ), given AS (
    UPDATE outbox SET given_at = to_timestamp($2 / 1000.0), offers = offers + 1
    FROM next WHERE outbox.sequence = next.sequence
    RETURNING outbox.sequence, offers, work
  )
  SELECT * FROM given ORDER BY sequence`;
const given = `
  SELECT sequence, offers, work FROM outbox WHERE given_at < to_timestamp($1 / 1000.0) AND ${isKnown('$3')}
  ORDER BY given_at, sequence LIMIT $2`;
const workOf = 'SELECT work FROM outbox WHERE sequence = $1';
// An offer that was made again meanwhile is left alone.
const giveBack = `
  UPDATE outbox SET given_at = NULL FROM unnest($1::bigint[], $2::integer[]) AS back(sequence, offers)
  WHERE outbox.sequence = back.sequence AND outbox.offers = back.offers`;
const reoffer = 'UPDATE outbox SET given_at = NULL WHERE given_at <= to_timestamp($1 / 1000.0)';

/** `o<row>-<offer>`: another id for each offer, since a queue remembers ids it once had. */
const idOf = ({ sequence, offers }: Row) => `o${sequence}-${offers}`;
const partsOf = (id: string): readonly [sequence: string, offers: string] => {
  const [, sequence, offers] = /^o(\d+)-(\d+)$/.exec(id) ?? [];
  if (sequence === undefined || offers === undefined) throw new Error(`reading the id of an outbox row: ${id}`);
  return [sequence, offers];
};

/** Work that was committed and must be done: a row lives until whoever did it says so. */
export function outbox({ pool, documents }: Tables, listening: Parameters<typeof listen>[0]): Outbox {
  const rowsOf = (rows: readonly Row[]): readonly OutboxRow[] =>
    rows.flatMap((row) => {
      const work = documents.readOrNull(outboxWorkDocument, row.work, `outbox row ${row.sequence}`);
      return work === null ? [] : [{ id: idOf(row), work }];
    });
  return {
    takeOutbox: async (limit, now) => rowsOf((await pool.query<Row>(take, [limit, now, jobNames])).rows),
    outboxWork: async (id) => {
      const [row] = (await pool.query<Pick<Row, 'work'>>(workOf, [partsOf(id)[0]])).rows;
      return row === undefined ? null : documents.read(outboxWorkDocument, row.work, `outbox row ${partsOf(id)[0]}`);
    },
    finishOutbox: async (id) => {
      await pool.query('DELETE FROM outbox WHERE sequence = $1', [partsOf(id)[0]]);
    },
    givenOutbox: async (before: EpochMs, limit) =>
      rowsOf((await pool.query<Row>(given, [before, limit, jobNames])).rows),
    returnOutbox: async (ids) => {
      const parts = ids.map(partsOf);
      await pool.query(giveBack, [parts.map(([sequence]) => sequence), parts.map(([, offers]) => Number(offers))]);
    },
    reofferOutbox: async (before) => (await pool.query(reoffer, [before])).rowCount ?? 0,
    onOutbox: (nudge) => listen(listening, outboxChannel, nudge),
  };
}
