import type { Environment } from '../domain/environment.ts';
import type { InvalidIndex } from '../domain/resolve.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { Host } from '../ports/remote.ts';
import { SqlError, type TargetSession, type Targets } from '../ports/target.ts';
import { dropIndex } from '../review/extent/undo.ts';
import { beingBuilt } from './invalid-indexes.ts';

type At = { readonly environment: Environment; readonly host: Host; readonly targets: Targets };

/** Drops the index if it still is invalid and nobody builds one. Null once it is gone; else why it stays. */
export async function dropInvalidIndex(
  { environment, host, targets }: At,
  index: InvalidIndex,
): Promise<Trouble | null> {
  const opened = await targets.open(environment, host);
  if (opened.kind === 'trouble') return opened.trouble;
  await using session = opened.session;
  const pooler = await session.pooler();
  if (pooler !== null)
    return trouble('pooler', 'Through a pooler an index cannot be dropped without locking its table.');
  return (await objection(session, index)) ?? (await dropNow(session, index));
}

async function objection(session: TargetSession, { schema, name }: InvalidIndex): Promise<Trouble | null> {
  const [row] = await session.query<{ valid: boolean }>(
    'SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace WHERE n.nspname = $1 AND x.relname = $2',
    [schema, name],
  );
  if (row === undefined) return null;
  if (row.valid) return stays(`${name} is valid by now, so it was not dropped.`);
  const building = await beingBuilt(session);
  const atWork = building === 'unseen' || building.has(`${schema}.${name}`);
  return atWork ? stays(`An index is being built just now, so ${name} was not dropped.`) : null;
}

const stays = (message: string): Trouble => trouble('found-differs', message);

/** A session that looks is read only and in a hurry; this one waits for transactions that are open, within bounds. */
const settings = [
  'SET default_transaction_read_only = off',
  "SET lock_timeout = '10s'",
  "SET statement_timeout = '10min'",
] as const;

async function dropNow(session: TargetSession, index: InvalidIndex): Promise<Trouble | null> {
  try {
    for (const setting of settings) await session.query(setting);
    await session.query(dropIndex(index, true).replace('CONCURRENTLY ', 'CONCURRENTLY IF EXISTS '));
    return null;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const facts = [{ label: 'Database', value: [error.sqlState, error.message].filter(Boolean).join(': ') }];
    return trouble('prisma-refused', `The index ${index.name} could not be dropped.`, facts);
  }
}
