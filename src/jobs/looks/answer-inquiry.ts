import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { EnvironmentId, InquiryId } from '../../domain/ids.ts';
import type { EnvironmentReport, Finding, Inquiry, Question } from '../../domain/inquiry.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { backupsReport } from '../../steps/backups-report.ts';
import { lossReport } from '../../steps/loss-report.ts';
import { planReport } from '../../steps/plan-report.ts';
import { askPrisma, probeStatus, withAllGates } from '../../steps/status.ts';
import { recordFinding } from '../../usecases/ask.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { answerDown } from './answer-down.ts';
import { answerDrift } from './answer-drift.ts';
import { answerLocks } from './answer-locks.ts';
import { lookForResolve } from './look-for-resolve.ts';
import { orTrouble } from './or-trouble.ts';

/** Looks at what was asked about, and records the answer in one stroke or two. */
export async function answerInquiry(deps: WorkerDeps, id: InquiryId): Promise<void> {
  const inquiry = await deps.store.inquiry(id);
  if (inquiry === null || inquiry.complete) return;
  const { question } = inquiry;
  switch (question.kind) {
    case 'status':
      return answerStatus(deps, inquiry, question.environment);
    case 'overview':
      return answerOverview(deps, inquiry, question.environments);
    case 'backups':
      return answerBackups(deps, inquiry, question.environment);
    case 'plan':
      return answerPlan(deps, inquiry, question.environment);
    case 'drift':
      return answerDrift(deps, inquiry, question);
    case 'down':
      return answerDown(deps, inquiry, question);
    case 'locks':
      return answerLocks(deps, inquiry, question.environment);
    case 'resolve':
      return answerResolve(deps, inquiry, question);
    case 'losses':
      return answerLosses(deps, inquiry, question);
    case 'history':
    case 'run':
      return; // drawn from rows, complete from the beginning
    default:
      return assertNever(question);
  }
}

/** Two strokes: what the probe sees at once, then Prisma's own word, which takes a second or more. */
async function answerStatus(deps: WorkerDeps, inquiry: Inquiry, id: EnvironmentId): Promise<void> {
  const environment = findEnvironment(deps, id);
  const report = await probe(deps, id);
  const unreachable = report.kind === 'unseen' || environment === null;
  await recordFinding(deps, inquiry, { finding: { kind: 'status', report, prisma: null }, complete: unreachable });
  if (unreachable) return;
  const host = await deps.remote.host(environment.host);
  const { targets, clock } = deps;
  const instance = await deps.store.instance();
  const at = { environment, host, targets, instance, now: clock.now() };
  const [prisma, whole] = await Promise.all([askPrisma(at, report), withAllGates(at, report)]);
  await recordFinding(deps, inquiry, { finding: { kind: 'status', report: whole, prisma }, complete: true });
}

async function answerOverview(deps: WorkerDeps, inquiry: Inquiry, ids: readonly EnvironmentId[]): Promise<void> {
  const reports = await Promise.all(ids.map((id) => probe(deps, id)));
  await recordFinding(deps, inquiry, { finding: { kind: 'overview', reports }, complete: true });
}

async function answerBackups(deps: WorkerDeps, inquiry: Inquiry, id: EnvironmentId): Promise<void> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const host = await deps.remote.host(environment.host);
    const { targets, clock } = deps;
    return backupsReport({ environment, host, targets, now: clock.now() }, await deps.store.backups(id));
  };
  const report = await orTrouble(look());
  await recordFinding(deps, inquiry, { finding: { kind: 'backups', environment: id, report }, complete: true });
}

/** Beside the answer, what the reviewer said of every statement is kept for the modal. */
async function answerPlan(deps: WorkerDeps, inquiry: Inquiry, id: EnvironmentId): Promise<void> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const [host, instance] = await Promise.all([deps.remote.host(environment.host), deps.store.instance()]);
    return planReport({ environment, host, targets: deps.targets, instance, now: deps.clock.now() });
  };
  const found = await orTrouble(look());
  if ('code' in found) return recordPlanAnswer(deps, inquiry, { environment: id, report: found });
  await deps.store.saveSql(found.sql);
  if (found.detail !== null) await deps.store.saveReviewDetail(inquiry.id, found.detail, deps.clock.now());
  return recordPlanAnswer(deps, inquiry, { environment: id, report: found.report });
}

async function answerResolve(
  deps: WorkerDeps,
  inquiry: Inquiry,
  { environment, migration }: Extract<Question, { kind: 'resolve' }>,
): Promise<void> {
  const report = await orTrouble(lookForResolve(deps, environment, migration));
  await recordFinding(deps, inquiry, { finding: { kind: 'resolve', environment, report }, complete: true });
}

const recordPlanAnswer = (
  deps: WorkerDeps,
  inquiry: Inquiry,
  found: Omit<Extract<Finding, { kind: 'plan' }>, 'kind'>,
): Promise<void> => recordFinding(deps, inquiry, { finding: { kind: 'plan', ...found }, complete: true });

async function answerLosses(
  deps: WorkerDeps,
  inquiry: Inquiry,
  { environment: id, command }: Extract<Inquiry['question'], { kind: 'losses' }>,
): Promise<void> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const host = await deps.remote.host(environment.host);
    return lossReport({ environment, host, targets: deps.targets, now: deps.clock.now() }, command);
  };
  const report = await orTrouble(look());
  const finding = { kind: 'losses' as const, environment: id, command, report };
  await recordFinding(deps, inquiry, { finding, complete: true });
}

async function probe(deps: WorkerDeps, id: EnvironmentId): Promise<EnvironmentReport> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const host = await deps.remote.host(environment.host);
    const instance = await deps.store.instance();
    return probeStatus({ environment, host, targets: deps.targets, instance, now: deps.clock.now() });
  };
  const seen = await orTrouble(look());
  return 'code' in seen ? { kind: 'unseen', environment: id, trouble: seen } : seen;
}
