import { fileSettled } from '../domain/decide/file-settled.ts';
import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { DownReport, DownWriting, WrittenMigration } from '../domain/drift.ts';
import type { Effect } from '../domain/effect.ts';
import type { EnvironmentId, InquiryId, RunId, UserId } from '../domain/ids.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { requestRun } from './request-run.ts';
import { situationOf } from './situation.ts';

/** An answer with down SQL. */
export interface DownAnswer {
  readonly inquiry: Inquiry;
  readonly environment: EnvironmentId;
  readonly report: DownReport;
}

/** Null where there is no such answer. */
export async function downAnswer(deps: Deps, id: InquiryId): Promise<DownAnswer | null> {
  const inquiry = await deps.store.inquiry(id);
  const finding = inquiry?.finding ?? null;
  if (inquiry === null || finding?.kind !== 'down' || 'code' in finding.report) return null;
  return { inquiry, environment: finding.environment, report: finding.report };
}

/** Somebody wants the file written and deployed. Null: it will be, or the message says why not. */
export async function askToWrite(deps: Deps, press: { inquiry: InquiryId; by: UserId }): Promise<Refusal | null> {
  const answer = await downAnswer(deps, press.inquiry);
  if (answer === null) return { code: 'press-unknown' };
  const { environment, report } = answer;
  const around = await deps.store.surroundings(environment);
  const situation = situationOf(deps, environment, around);
  const refusal = rightRefusal('request', press.by, situation) ?? writeObjection(report);
  if (refusal !== null) return refusal;
  if (around.open !== null) return { code: 'environment-busy', environment, run: around.open.id, link: null };
  await recordWriting(deps, answer, { kind: 'asked', by: press.by, at: situation.now }, [
    { kind: 'enqueue', job: { name: 'write-migration', inquiry: press.inquiry } },
  ]);
  return null;
}

function writeObjection({ writing, writable, sql }: DownReport): Refusal | null {
  if (writing.kind !== 'none') {
    return { code: 'already-settled', what: 'The file', by: writing.by, at: writing.at };
  }
  if (sql === null) return { code: 'nothing-to-do', why: 'there is no SQL to write' };
  return writable.kind === 'yes' ? null : { code: 'nothing-to-do', why: writable.why };
}

/** What became of the file stands on the answer and in the audit chain. */
export async function recordWriting(
  deps: Deps,
  { inquiry, environment, report }: DownAnswer,
  writing: Exclude<DownWriting, { kind: 'none' }>,
  effects: readonly Effect[] = [],
): Promise<void> {
  const { name, undoes } = report;
  const run = writing.kind === 'written' ? writing.run : null;
  const detail = { file: name, undoes: [...undoes], why: writing.kind === 'not-written' ? writing.why : null };
  const entry = {
    at: deps.clock.now(),
    actor: writing.by,
    action: `migration-file.${writing.kind}`,
    environment,
    run,
    detail,
  };
  const finding = { kind: 'down' as const, environment, report: { ...report, writing } };
  await deps.store.answerInquiry(inquiry.id, { finding, complete: true }, [
    ...effects,
    { kind: 'record', entry },
    { kind: 'draw', message: { kind: 'answer', inquiry: inquiry.id, channel: inquiry.channel }, urgency: 'result' },
  ]);
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
