import { fileSettled } from '../domain/decide/file-settled.ts';
import { migrationWriting } from '../domain/decide/migration-writing.ts';
import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { DownReport, DownWriting, WrittenMigration } from '../domain/drift.ts';
import type { EnvironmentId, InquiryId, RunId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Changed, DeliveryKey } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { requestRun } from './request-run.ts';
import { situationOf } from './situation.ts';

/** An answer with down SQL. */
export interface DownAnswer {
  readonly environment: EnvironmentId;
  readonly report: DownReport;
}

/** Null where there is no such answer. */
export async function downAnswer(deps: Deps, id: InquiryId): Promise<DownAnswer | null> {
  const inquiry = await deps.store.inquiry(id);
  const finding = inquiry?.finding ?? null;
  if (finding?.kind !== 'down' || 'code' in finding.report) return null;
  return { environment: finding.environment, report: finding.report };
}

/** Somebody wants the file written and deployed. Null: it will be, or the message says why not. */
export async function askToWrite(
  deps: Deps,
  press: { inquiry: InquiryId; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const answer = await downAnswer(deps, press.inquiry);
  if (answer === null) return { code: 'press-unknown' };
  const { environment, report } = answer;
  const around = await deps.store.surroundings(environment);
  const situation = situationOf(deps, environment, around);
  const refusal = rightRefusal('request', press.by, situation) ?? writeObjection(report);
  if (refusal !== null) return refusal;
  if (around.open !== null) return { code: 'environment-busy', environment, run: around.open.id, link: null };
  const asked = { kind: 'asked' as const, by: press.by, at: situation.now };
  const changed = await deps.store.changeInquiry(press.inquiry, press.delivery, (inquiry) =>
    migrationWriting(inquiry, asked, situation.now),
  );
  return changed.kind === 'refused' ? changed.refusal : null;
}

function writeObjection({ writable, sql }: DownReport): Refusal | null {
  if (sql === null) return { code: 'nothing-to-do', why: 'there is no SQL to write' };
  return writable.kind === 'yes' ? null : { code: 'nothing-to-do', why: writable.why };
}

/** What a worker made of it. */
export async function recordWriting(
  deps: Deps,
  inquiry: InquiryId,
  writing: Exclude<DownWriting, { kind: 'none' | 'asked' }>,
): Promise<void> {
  await deps.store.changeInquiry(inquiry, null, (one) => migrationWriting(one, writing, deps.clock.now()));
}

/** Asks for the deploy of the file that lies there now. The run, or why there is none. */
export async function requestWritten(
  deps: Deps,
  { environment, wrote, by }: { environment: EnvironmentId; wrote: WrittenMigration; by: UserId },
): Promise<{ readonly run: RunId } | { readonly why: string }> {
  const changed = await requestRun(deps, { environment, purpose: { kind: 'deploy', wrote }, by, delivery: null });
  if (changed.kind === 'changed') return { run: changed.run.id };
  if (changed.kind !== 'refused') return { why: 'its deploy could not be asked for' };
  const { refusal } = changed;
  if (refusal.code !== 'environment-busy') return { why: `its deploy was refused (${refusal.code})` };
  const open = await deps.store.run(refusal.run);
  const ours = open?.purpose.kind === 'deploy' && open.purpose.wrote?.name === wrote.name;
  return ours ? { run: refusal.run } : { why: `run ${refusal.run} is open there` };
}

/** The file of a run that came to nothing is gone, or still lies there. */
export const recordSettled = (deps: Deps, run: RunId, state: WrittenMigration['state']): Promise<Changed> =>
  changeRun(deps, { run, delivery: null }, (one, situation) => fileSettled(one, state, situation));
