import type pg from 'pg';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import type { KnownPeople, Surroundings } from '../ports/store.ts';
import { runDocument } from './documents/run.ts';
import { peopleDocument, surroundingsDocument } from './documents/surroundings.ts';

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const everybody = `
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'members', members, 'fetchedAt', ${ms('fetched_at')})), '[]')
       FROM slack_group) AS groups,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'fullMember', full_member, 'zone', zone,
              'fetchedAt', ${ms('fetched_at')})), '[]') FROM slack_person) AS people`;

const query = `
  SELECT
    (SELECT document FROM run WHERE id = $2 FOR UPDATE) AS run,
    (SELECT jsonb_build_object('environment', environment, 'reason', reason, 'by', "by",
              'since', ${ms('since')}, 'until', ${ms('until')}) FROM "freeze" WHERE environment = $1) AS freeze,
    (SELECT document FROM run WHERE environment = $1 AND open AND changes_database AND id <> $2) AS open,
    (SELECT id FROM run WHERE environment = $1 AND open AND id <> $2
       AND state IN ('queued', 'running', 'outcome-unknown') ORDER BY requested_at LIMIT 1) AS executing,
    ${everybody}`;

/** What a decision sees: the run, whose row stays locked, and everything around it. */
export interface Sight {
  readonly run: Run | null;
  readonly around: Surroundings;
}

/** Reads the run (null: none, as before a request) and its environment's surroundings in one statement. */
export async function lookAround(
  client: pg.Pool | pg.PoolClient,
  environment: EnvironmentId,
  run: RunId | null,
): Promise<Sight> {
  const { rows } = await client.query({ name: 'look-around', text: query, values: [environment, run ?? ''] });
  const { run: own, ...rest } = rows[0];
  const { freeze, open, executing, ...known } = surroundingsDocument.parse(rest);
  return {
    run: own === null ? null : runDocument.parse(own),
    around: {
      freeze,
      open: open === null ? null : runDocument.parse(open),
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
