import type pg from 'pg';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import { changesDatabase, type Run } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { EpochMs } from '../lib/time.ts';
import { turns } from '../lib/turns.ts';
import type { Changed, Decision, DeliveryKey, Store } from '../ports/store.ts';
import { enterEnvironment, enterEnvironmentOf } from './claim-delivery.ts';
import { insertRun, type RunWrite, updateRun } from './save-run.ts';
import { type Eyes, glanceAt, lookAround } from './surroundings.ts';
import type { Tables } from './tables.ts';
import { inTransaction, type Verdict } from './transaction.ts';

/**
 * The two methods in which something is decided. Between BEGIN and COMMIT three statements: enter, look, write. Who
 * would wait in Postgres for the same environment waits here: two hundred presses on one card must not take every
 * connection of the pool from everybody else. Whose press finds others before it is told at once what is refused by
 * what is committed now, as most of many are: a refusal writes nothing.
 */
export function decideRuns(
  { pool, documents }: Pick<Tables, 'pool' | 'documents'>,
  now: () => EpochMs | null,
): Pick<Store, 'createRun' | 'changeRun'> {
  const { take: inTurn, isTaken } = turns();
  return {
    createRun: (environment, delivery, decide) =>
      inTurn(environment, () =>
        inTransaction<Changed>(pool, async (client) => {
          if (!(await enterEnvironment(client, environment, delivery))) return { drop: { kind: 'repeated' } };
          const { around } = await lookAround({ client, documents }, environment, null);
          return carryOut({ client, save: insertRun, now: now() }, decide(around));
        }),
      ),

    changeRun: async (id, delivery, decide) => {
      const refused =
        delivery !== null && isTaken(id)
          ? await refusedAlready({ client: pool, documents }, { id, delivery, decide })
          : null;
      if (refused !== null) return refused;
      return inTurn(id, () =>
        inTransaction<Changed>(pool, async (client) => {
          const entered = await enterEnvironmentOf(client, id, delivery);
          if (entered === null) return { drop: { kind: 'missing' } };
          if (!entered.fresh) return { drop: { kind: 'repeated' } };
          const { run, around } = await lookAround({ client, documents }, entered.environment, id);
          if (run === null) return { drop: { kind: 'missing' } };
          return carryOut({ client, save: updateRun, now: now() }, decide(run, around));
        }),
      );
    },
  };
}

/** What nothing would be written for by what is committed now; null where a turn is needed. */
async function refusedAlready(
  eyes: Eyes,
  { id, delivery, decide }: { id: RunId; delivery: DeliveryKey; decide: Parameters<Store['changeRun']>[2] },
): Promise<Changed | null> {
  const known = await glanceAt(eyes, id, delivery);
  if (known === null) return { kind: 'missing' };
  if (!known.fresh) return { kind: 'repeated' };
  const decision = decide(known.run, known.around);
  switch (decision.kind) {
    case 'refuse':
      return { kind: 'refused', refusal: decision.refusal };
    case 'leave':
      return { kind: 'left' };
    case 'proceed':
      return null;
    default:
      return assertNever(decision);
  }
}

interface Hand {
  readonly client: pg.PoolClient;
  readonly save: (client: pg.PoolClient, write: RunWrite) => Promise<boolean>;
  readonly now: EpochMs | null;
}

async function carryOut({ client, save, now }: Hand, decision: Decision): Promise<Verdict<Changed>> {
  switch (decision.kind) {
    case 'refuse':
      return { drop: { kind: 'refused', refusal: decision.refusal } };
    case 'leave':
      return { drop: { kind: 'left' } };
    case 'proceed': {
      const { run, effects, wakeAt } = decision;
      const saved = await save(client, { run, effects, wakeAt, now });
      return saved ? { keep: { kind: 'changed', run } } : { drop: await busy(client, run) };
    }
    default:
      return assertNever(decision);
  }
}

/** The unique index is the net under a decision that did not look whether another run is open. */
async function busy(client: pg.PoolClient, { environment, purpose }: Run): Promise<Changed> {
  const { rows } = await client.query<{ id: RunId; environment: EnvironmentId }>(
    'SELECT id FROM run WHERE environment = $1 AND changes_database = $2 AND open',
    [environment, changesDatabase(purpose.kind)],
  );
  const run = rows[0]?.id;
  if (run === undefined) throw new Error(`saving a run of ${environment}: neither saved nor refused`);
  return { kind: 'refused', refusal: { code: 'environment-busy', environment, run, link: null } };
}
