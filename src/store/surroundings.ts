import type pg from 'pg';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import type { DeliveryKey, KnownPeople, Surroundings } from '../ports/store.ts';
import { runDocument } from './documents/run.ts';
import { peopleDocument, surroundingsDocument } from './documents/surroundings.ts';
import type { DocumentReader } from './read-documents.ts';

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const everybody = `
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'members', members, 'fetchedAt', ${ms('fetched_at')})), '[]')
       FROM slack_group) AS groups,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'fullMember', full_member, 'zone', zone,
              'fetchedAt', ${ms('fetched_at')})), '[]') FROM slack_person) AS people`;

const query = (lock: 'FOR UPDATE' | '') => `
  SELECT
    (SELECT document FROM run WHERE id = $2 ${lock}) AS run,
    (SELECT jsonb_build_object('environment', environment, 'reason', reason, 'by', "by",
              'since', ${ms('since')}, 'until', ${ms('until')}) FROM "freeze" WHERE environment = $1) AS freeze,
    (SELECT jsonb_build_object('id', id, 'document', document) FROM run
       WHERE environment = $1 AND open AND changes_database AND id <> $2) AS open,
    (SELECT id FROM run WHERE environment = $1 AND open AND id <> $2
       AND state IN ('queued', 'running', 'outcome-unknown') ORDER BY requested_at LIMIT 1) AS executing,
    ${everybody}`;

/** What a decision sees: the run, whose row stays locked, and everything around it. */
export interface Sight {
  readonly run: Run | null;
  readonly around: Surroundings;
}

/** Through which connection is looked, and what reads the documents. */
export interface Eyes {
  readonly client: pg.Pool | pg.PoolClient;
  readonly documents: DocumentReader;
}

/** Reads the run (null: none, as before a request) and its environment's surroundings in one statement. */
export async function lookAround(
  { client, documents }: Eyes,
  environment: EnvironmentId,
  run: RunId | null,
): Promise<Sight> {
  return sightOf((await client.query({ ...looking, values: [environment, run ?? ''] })).rows[0], run, documents);
}

const looking = { name: 'look-around', text: query('FOR UPDATE') };
const glancing = { name: 'glance-around', text: query('') };
const standing = {
  name: 'stands-and-is-fresh',
  text: 'SELECT environment, NOT EXISTS (SELECT FROM delivery WHERE key = $2::text) AS fresh FROM run WHERE id = $1',
};

/** The same as it is committed now, waiting for nobody; null where there is no such run. */
export async function glanceAt(
  { client, documents }: Eyes,
  id: RunId,
  delivery: DeliveryKey,
): Promise<{ readonly fresh: boolean; readonly run: Run; readonly around: Surroundings } | null> {
  const { rows } = await client.query<{ environment: EnvironmentId; fresh: boolean }>({
    ...standing,
    values: [id, delivery],
  });
  const [known] = rows;
  if (known === undefined) return null;
  const { run, around } = sightOf(
    (await client.query({ ...glancing, values: [known.environment, id] })).rows[0],
    id,
    documents,
  );
  return run === null ? null : { fresh: known.fresh, run, around };
}

function sightOf({ run: own, ...rest }: { readonly run: unknown }, id: RunId | null, documents: DocumentReader): Sight {
  const { freeze, open: row, executing, ...known } = surroundingsDocument.parse(rest);
  const open = row === null ? null : documents.readOrNull(runDocument, row.document, `run ${row.id}`);
  return {
    run: own === null ? null : documents.read(runDocument, own, `run ${id}`),
    around: {
      freeze,
      open,
      newer: open === null ? (row?.id ?? null) : null,
      executing,
      ...byId(known),
    },
  };
}

/** The people alone: the same for every environment. */
export async function knownPeople(pool: pg.Pool): Promise<KnownPeople> {
  const { rows } = await pool.query({ name: 'known-people', text: `SELECT ${everybody}` });
  return byId(peopleDocument.parse(rows[0]));
}

const byId = ({ groups, people }: ReturnType<typeof peopleDocument.parse>): KnownPeople => ({
  groups: new Map(groups.map(({ id, ...group }) => [id, group])),
  people: new Map(people.map(({ id, ...person }) => [id, person])),
});
