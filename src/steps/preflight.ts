import { holdingApproval } from '../domain/gates/menu.ts';
import { heldBy, lockFacts } from '../domain/gates/migration-lock.ts';
import type { HostLockOwner } from '../domain/inquiry.ts';
import { differencesOf } from '../domain/receipt.ts';
import { appliesFiles, type RunKind } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { formatBytes } from '../lib/bytes.ts';
import type { DatabaseIdentity, TargetSession } from '../ports/target.ts';
import { statusCommand } from '../prisma-cli/commands.ts';
import { datasourceDifferences } from '../prisma-cli/datasource.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { type PrismaStatus, readStatus } from '../prisma-cli/read-status.ts';
import { approvedAt } from './approved.ts';
import { backupDirectory } from './backup-listing.ts';
import { draftOf, withDraft } from './draft.ts';
import { gatesAt, migrationLock } from './gates.ts';
import { lockName } from './lock-name.ts';
import { type Look, lookAt } from './look.ts';
import { withOneCatalog } from './one-catalog.ts';
import { toolsVersionTrouble } from './pg-dump.ts';
import { objectionTo, presentPlan } from './plan.ts';
import { restoreObjection } from './restorable.ts';
import { proveSettings, settingsWords } from './session-settings.ts';
import { done, failed, type Step, type StepContext, type StepOutcome } from './step.ts';
import { commandTrouble, lockTrouble } from './task-trouble.ts';
import { withTextsOnce } from './texts-once.ts';

/**
 * Before anything changes: takes the host's lock, and proves host, directory, service, prisma, database, history,
 * receipt, the migration lock and the space on disk. Reads only, so it may run again.
 */
export const preflight: Step = async (context) => {
  const other = await takeLock(context);
  if (other !== null) return failed(lockTrouble(other));
  const { kind } = context.run.purpose;
  const prisma = callsPrisma(kind) ? prismaStatus(context) : Promise.resolve(null);
  const settings = appliesFiles(kind) ? proveSettings(context) : Promise.resolve(null);
  const [looked, status, unrestorable, proof] = await Promise.all([
    lookAt(context, (look, session) => examine(context, look, session)),
    prisma,
    restoreTrouble(context),
    settings,
  ]);
  if (looked.kind === 'unseen') return failed(looked.trouble);
  if (unrestorable !== null) return failed(unrestorable);
  const { outcome, look, identity } = looked.value;
  const objection = status === null ? null : statusObjection(status, look, identity);
  return objection === null
    ? withSettings(outcome, settingsWords(proof, context.environment.limits))
    : failed(objection);
};

/** What holds for Prisma's sessions stands on the card, and where it does not, too. */
const withSettings = (outcome: StepOutcome, words: string | null): StepOutcome =>
  outcome.kind === 'done' && words !== null ? { ...outcome, summary: `${outcome.summary}, ${words}` } : outcome;

/** Whatever calls Prisma must call it for the database that is looked at here. */
const callsPrisma = (kind: RunKind): boolean => kind !== 'backup' && kind !== 'restore';

/** Why this backup, or any, cannot be restored here: found out while the service still runs. */
async function restoreTrouble(context: StepContext): Promise<Trouble | null> {
  const { purpose } = context.run;
  if (purpose.kind !== 'restore') return null;
  return (await toolsVersionTrouble(context)) ?? restoreObjection(context, purpose);
}

/** Null once the lock is this run's; else who holds it. A lock that an ended run of ours left behind is taken over. */
async function takeLock({ host, environment, owner, ownRunEnded }: StepContext): Promise<HostLockOwner | null> {
  const name = lockName(environment);
  const first = await host.takeLock(name, owner);
  if (first.kind === 'taken') return null;
  const left = first.owner.instance === owner.instance && (await ownRunEnded(first.owner.run));
  if (!left) return first.owner;
  await host.releaseLock(name, first.owner);
  const second = await host.takeLock(name, owner);
  return second.kind === 'taken' ? null : second.owner;
}

/** The lock is this run's by now, so that no look leaves a session behind from here on. */
async function examine(context: StepContext, look: Look, session: TargetSession) {
  await context.targets.endLooks(session);
  return { outcome: await judge(context, look, session), look, identity: session.identity };
}

async function judge(context: StepContext, look: Look, session: TargetSession): Promise<StepOutcome> {
  const { run, environment, now } = context;
  const targets = withOneCatalog(context.targets);
  const site = { ...context, targets, instance: context.owner.instance, run: run.id };
  const lock = await migrationLock(site, session);
  if (lock !== null) return failed(trouble('migration-lock-held', `${heldBy(lock)}.`, lockFacts(lock)));
  // it writes one row
  const space = run.purpose.kind === 'resolve' ? null : await spaceTrouble(context, session);
  if (space !== null) return failed(space);
  if (run.plan === null) return done(environment.directory);
  const gates = appliesFiles(run.purpose.kind) ? await gatesAt(site, look, session) : [];
  const objection =
    run.purpose.kind === 'restore' ? null : await objectionTo({ ...context, targets, session }, look, gates);
  if (objection !== null) return failed(objection);
  const draft = await draftOf(context, look);
  if (draft !== null && 'code' in draft) return failed(draft);
  const at = { run, environment, targets, now: now(), promotion: run.plan.promotion, gates, draft };
  const once = withTextsOnce(withDraft(session, draft));
  const plan = await presentPlan(at, look, once);
  if (plan.receipt !== run.plan.receipt)
    return { kind: 'receipt-changed', plan, changes: differencesOf(run.plan, plan) };
  if (holdingApproval(gates).length > 0) return { kind: 'gate-closed', gates };
  context.carried.approved = await approvedAt({ ...at, look, session: once }, plan);
  return done(
    callsPrisma(run.purpose.kind)
      ? `prisma ${look.project.prismaVersion}, receipt unchanged`
      : 'unchanged since the approval',
  );
}

/** What `prisma migrate status` itself says, in the directory and behind the prefix where it will deploy. */
async function prismaStatus({ environment, host }: StepContext): Promise<PrismaStatus | Trouble> {
  const exit = await host.exec({
    argv: statusCommand(environment),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 60_000,
  });
  if (exit.kind === 'exited') return readStatus(exit);
  return (
    commandTrouble(exit, { name: 'prisma migrate status', code: 'prisma-refused' }) ?? trouble('internal', 'no exit')
  );
}

/** Where Prisma works on another database or other files than Godwit reads, nothing may begin. */
function statusObjection(status: PrismaStatus | Trouble, look: Look, identity: DatabaseIdentity): Trouble | null {
  if ('code' in status) return status;
  if (status.verdict.kind === 'refused') return troubleOfFailure(status.verdict.failure);
  if (status.datasource === null) {
    return trouble('database-mismatch', 'Prisma does not say which database it works on, so it cannot be compared.');
  }
  const differences = datasourceDifferences(status.datasource, identity);
  if (differences.length > 0) return trouble('database-mismatch', differences.join(' '));
  if (status.found !== null && status.found !== look.project.files.length) {
    const { found } = status;
    return trouble(
      'migrations-unreadable',
      `Prisma finds ${found} migrations, Godwit reads ${look.project.files.length} in ${look.project.migrationsPath}.`,
    );
  }
  return null;
}

/** A dump is rarely larger than its database; the last backup says it better where there is one. */
async function spaceTrouble(context: StepContext, session: TargetSession): Promise<Trouble | null> {
  const [row] = await session.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes');
  const last = context.earlierBackups[0]?.bytes;
  const need = last === undefined ? Number(row?.bytes ?? 0) : Math.ceil(last * 1.5);
  const free = await freeBytes(context);
  if (typeof free !== 'number') return free;
  if (free >= need) return null;
  return trouble('disk-full', `The host has ${formatBytes(free)} free, and a backup may need ${formatBytes(need)}.`);
}

/** Where the backups lie, or will: their directory may be a disk of its own, and need not exist yet. */
const freeSpaceProgram = 'at=$1; while ! [ -e "$at" ]; do at=$(dirname -- "$at"); done; exec df -P -k -- "$at"';

/** Bytes free where the environment's backups are written. */
export async function freeBytes({
  environment,
  host,
}: Pick<StepContext, 'environment' | 'host'>): Promise<number | Trouble> {
  const exit = await host.exec({
    argv: ['sh', '-c', freeSpaceProgram, 'sh', backupDirectory(environment)],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 20_000,
  });
  const problem = commandTrouble(exit, { name: 'looking at the free space', code: 'exec-failed' });
  if (problem !== null || exit.kind !== 'exited') return problem ?? trouble('internal', 'no exit');
  const kilobytes = Number(exit.stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]);
  return Number.isFinite(kilobytes) ? kilobytes * 1_024 : trouble('exec-failed', 'df printed something unexpected.');
}
