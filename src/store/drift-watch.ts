import type { Store } from '../ports/store.ts';
import { commitEffects } from './commit-effects.ts';
import { insertInquiry, insertion } from './inquiries.ts';
import type { Tables } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** One row for whoever comes first: the moment is moved on only where it is old enough. */
const claimLook = `
  INSERT INTO drift_watch (environment, looked_at) VALUES ($1, to_timestamp($2 / 1000.0))
  ON CONFLICT (environment) DO UPDATE SET looked_at = excluded.looked_at
  WHERE drift_watch.looked_at <= to_timestamp($3 / 1000.0)`;

/** Scheduled looks at drift: one row an environment. */
export function driftWatch({ prisma, pool }: Tables): Pick<Store, 'beginDriftLook' | 'driftTold' | 'saveDriftTold'> {
  return {
    beginDriftLook: (inquiry, { environment, lookedBefore }, effects) =>
      inTransaction<boolean>(pool, async (client) => {
        const { rowCount } = await client.query(claimLook, [environment, inquiry.askedAt, lookedBefore]);
        if (rowCount !== 1) return { drop: false };
        await client.query(insertInquiry, insertion(inquiry));
        await commitEffects(client, effects);
        return { keep: true };
      }),
    driftTold: async (environment) => (await prisma.driftWatchRow.findUnique({ where: { environment } }))?.told ?? null,
    saveDriftTold: async (environment, told) => {
      await prisma.driftWatchRow.update({ where: { environment }, data: { told } });
    },
  };
}
