import { randomBytes } from 'node:crypto';
import type { EpochMs } from '../lib/time.ts';
import type { Log } from '../ports/log.ts';
import type { OldRows, Store } from '../ports/store.ts';
import { audit } from './audit.ts';
import { type AuditLink, type AuditState, checkAudit, readAudit } from './audit-chain.ts';
import { decideRuns } from './decide-runs.ts';
import { drawingTurns } from './drawing-turns.ts';
import { driftWatch } from './drift-watch.ts';
import { freezes } from './freezes.ts';
import { inquiries } from './inquiries.ts';
import { messages } from './messages.ts';
import { migrationTexts } from './migration-texts.ts';
import { outbox } from './outbox.ts';
import { people } from './people.ts';
import { reviewDetails } from './review-details.ts';
import { runRows } from './run-rows.ts';
import { ownsAudit } from './running-role.ts';
import { schemaState } from './schema-state.ts';
import { stepLogs } from './step-logs.ts';
import { sweeping } from './sweep.ts';
import { openTables, type Tables } from './tables.ts';

/** Where Godwit's own tables are. `now` is the clock by which workers are silent; the database's own by default. */
export interface StoreOptions {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly now?: () => EpochMs | null;
}

/** What only an operator asks of the store. */
interface Operator {
  readonly checkAudit: () => Promise<AuditState>;
  readonly readAudit: (take: (link: AuditLink) => Promise<void>) => Promise<void>;
  /** Whether the role of this connection could change what the audit chain says. */
  readonly ownsAudit: () => Promise<boolean>;
}

/** The store on Postgres. */
export type OpenStore = Store & OldRows & Operator & AsyncDisposable;

/** Opens the store. Nothing is connected before the first call, nothing is migrated. */
export function openStore({ databaseUrl, log, now = () => null }: StoreOptions): OpenStore {
  const tables = openTables(databaseUrl, log);
  const turns = drawingTurns({ databaseUrl, log });
  return {
    ...decideRuns(tables, now),
    ...runRows(tables, now),
    ...stepLogs(tables),
    ...inquiries(tables),
    ...driftWatch(tables),
    ...freezes(tables),
    ...migrationTexts(tables),
    ...reviewDetails(tables),
    ...people(tables),
    ...messages(tables),
    whileDrawing: turns.whileDrawing,
    ...outbox(tables, { databaseUrl, log }),
    ...audit(tables),
    ...sweeping(tables),
    instance: () => instance(tables),
    schemaState: () => schemaState(tables.pool),
    checkAudit: () => checkAudit(tables.pool),
    readAudit: (take) => readAudit(tables.pool, take),
    ownsAudit: () => ownsAudit(tables.pool),
    [Symbol.asyncDispose]: async () => {
      await turns[Symbol.asyncDispose]();
      await tables[Symbol.asyncDispose]();
    },
  };
}

/** Several copies may start at once: the first one names them all. */
async function instance({ prisma, pool }: Tables): Promise<string> {
  const name = `godwit-${randomBytes(4).toString('hex')}`;
  await pool.query('INSERT INTO instance (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  return (await prisma.instanceRow.findFirstOrThrow()).name;
}
