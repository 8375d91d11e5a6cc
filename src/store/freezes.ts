import type { Freeze } from '../domain/freeze.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import type { Store } from '../ports/store.ts';
import { enterEnvironment } from './claim-delivery.ts';
import { commitEffects } from './commit-effects.ts';
import type { FreezeRow } from './generated/client.ts';
import type { Tables } from './tables.ts';
import { inTransaction } from './transaction.ts';

const set = `
  INSERT INTO "freeze" (environment, reason, "by", since, until) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (environment) DO UPDATE
  SET reason = excluded.reason, "by" = excluded."by", since = excluded.since, until = excluded.until`;

const instant = (at: EpochMs | null) => (at === null ? null : new Date(at));
const row = (freeze: Freeze) => [
  freeze.environment,
  freeze.reason,
  freeze.by,
  instant(freeze.since),
  instant(freeze.until),
];

const freezeOf = ({ environment, reason, by, since, until }: FreezeRow): Freeze => ({
  environment: environment as EnvironmentId,
  reason,
  by: by as UserId,
  since: epochMs(since.getTime()),
  until: until === null ? null : epochMs(until.getTime()),
});

/** Freezes; they take the environment's lock, so that no decision overlooks one. */
export function freezes({ prisma, pool }: Tables): Pick<Store, 'freezes' | 'setFreeze' | 'liftFreeze'> {
  return {
    freezes: async () => (await prisma.freezeRow.findMany({ orderBy: { environment: 'asc' } })).map(freezeOf),
    setFreeze: (freeze, delivery, effects) =>
      inTransaction<'set' | 'repeated'>(pool, async (client) => {
        if (!(await enterEnvironment(client, freeze.environment, delivery))) return { drop: 'repeated' };
        await client.query(set, row(freeze));
        await commitEffects(client, effects);
        return { keep: 'set' };
      }),
    liftFreeze: (environment, delivery, effects) =>
      inTransaction<'lifted' | 'not-frozen' | 'repeated'>(pool, async (client) => {
        if (!(await enterEnvironment(client, environment, delivery))) return { drop: 'repeated' };
        const { rowCount } = await client.query('DELETE FROM "freeze" WHERE environment = $1', [environment]);
        if (rowCount === 0) return { drop: 'not-frozen' };
        await commitEffects(client, effects);
        return { keep: 'lifted' };
      }),
  };
}
