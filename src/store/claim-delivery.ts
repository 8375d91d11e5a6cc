import type pg from 'pg';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import type { DeliveryKey } from '../ports/store.ts';

const delivered = `
  WITH delivered AS (
    INSERT INTO delivery (key) SELECT $2::text WHERE $2::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING key
  )`;
const fresh = `($2::text IS NULL OR EXISTS (SELECT FROM delivered)) AS fresh`;
const locked = (environment: string) => `pg_advisory_xact_lock(hashtextextended(${environment}, 0))`;

/**
 * Takes the environment's lock until the end of the transaction, and marks the delivery as acted on.
 * Whatever is decided about one environment is decided one after the other, so what a decision saw around it holds.
 * @returns false when the same delivery was acted on before.
 */
export async function enterEnvironment(
  client: pg.PoolClient,
  environment: EnvironmentId,
  delivery: DeliveryKey,
): Promise<boolean> {
  const { rows } = await client.query<{ fresh: boolean }>({
    name: 'enter-environment',
    text: `${delivered} SELECT ${fresh}, ${locked('$1::text')}`,
    values: [environment, delivery],
  });
  return rows[0]?.fresh === true;
}

/** The same for the environment of a run; null where there is no such run. */
export async function enterEnvironmentOf(
  client: pg.PoolClient,
  run: RunId,
  delivery: DeliveryKey,
): Promise<{ readonly fresh: boolean; readonly environment: EnvironmentId } | null> {
  const { rows } = await client.query<{ fresh: boolean; environment: EnvironmentId }>({
    name: 'enter-environment-of-run',
    text: `${delivered} SELECT ${fresh}, environment, ${locked('environment')} FROM run WHERE id = $1`,
    values: [run, delivery],
  });
  return rows[0] ?? null;
}

/** Marks a delivery that concerns no environment. */
export async function claimDelivery(client: pg.PoolClient, delivery: DeliveryKey): Promise<boolean> {
  if (delivery === null) return true;
  const inserted = await client.query('INSERT INTO delivery (key) VALUES ($1) ON CONFLICT DO NOTHING', [delivery]);
  return inserted.rowCount === 1;
}
