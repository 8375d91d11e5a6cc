import type { Finding } from '../domain/inquiry.ts';
import type { LocksReport, SessionSeen } from '../domain/locks.ts';
import type { Run, RunState, StepState } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Store } from '../ports/store.ts';

type MaskText = (text: string) => string;

/**
 * The store as a worker has it: what hosts and databases said, in troubles and in the words of steps, is masked before
 * it becomes a row, from which cards and files are drawn. Names and codes stay, also where a weak password equals one.
 */
export function maskingStore<S extends Store>(store: S, maskText: MaskText): S {
  return {
    ...store,
    changeRun: (id, delivery, decide) =>
      store.changeRun(id, delivery, (run, around) => {
        const decision = decide(run, around);
        return decision.kind === 'proceed' ? { ...decision, run: maskedRun(decision.run, maskText) } : decision;
      }),
    changeInquiry: (id, delivery, decide) =>
      store.changeInquiry(id, delivery, (inquiry) => {
        const decision = decide(inquiry);
        if (decision.kind !== 'proceed' || decision.inquiry.finding === null) return decision;
        const finding = maskedFinding(decision.inquiry.finding, maskText);
        return { ...decision, inquiry: { ...decision.inquiry, finding } };
      }),
    answerInquiry: (id, found, effects) =>
      store.answerInquiry(id, { ...found, finding: maskedFinding(found.finding, maskText) }, effects),
  } satisfies Store as S;
}

const maskedRun = (run: Run, maskText: MaskText): Run => ({
  ...run,
  state: maskedState(run.state, maskText),
  steps: run.steps.map((step) => ({ ...step, state: maskedStep(step.state, maskText) })),
});

function maskedState(state: RunState, maskText: MaskText): RunState {
  if (state.kind === 'outcome-unknown') return { ...state, trouble: maskedTrouble(state.trouble, maskText) };
  if (state.kind !== 'ended' || state.ending.kind !== 'failed') return state;
  return { ...state, ending: { ...state.ending, trouble: maskedTrouble(state.ending.trouble, maskText) } };
}

function maskedStep(state: StepState, maskText: MaskText): StepState {
  switch (state.kind) {
    case 'running':
      return { ...state, progress: state.progress === null ? null : maskText(state.progress) };
    case 'done':
      return { ...state, summary: maskText(state.summary) };
    case 'failed':
      return { ...state, trouble: maskedTrouble(state.trouble, maskText) };
    default:
      return state;
  }
}

const maskedTrouble = (trouble: Trouble, maskText: MaskText): Trouble => ({
  ...trouble,
  message: maskText(trouble.message),
  facts: trouble.facts.map(({ label, value }) => ({ label, value: maskText(value) })),
});

function maskedFinding(finding: Finding, maskText: MaskText): Finding {
  const masked = <T extends object>(value: T): T =>
    'code' in value && 'facts' in value ? (maskedTrouble(value as T & Trouble, maskText) as T & Trouble) : value;
  switch (finding.kind) {
    case 'status':
      return { ...finding, report: maskedReport(finding.report), prisma: finding.prisma && masked(finding.prisma) };
    case 'overview':
      return { ...finding, reports: finding.reports.map(maskedReport) };
    case 'locks':
      return {
        ...finding,
        report: 'code' in finding.report ? masked(finding.report) : maskedLocks(finding.report, maskText),
      };
    case 'drift':
    case 'down':
      return {
        ...finding,
        report: 'code' in finding.report ? masked(finding.report) : maskedLimits(finding.report),
      } as Finding;
    default:
      return 'report' in finding ? ({ ...finding, report: masked(finding.report) } as Finding) : finding;
  }

  /** What Prisma said against a comparison stands among them. */
  function maskedLimits<R extends { readonly limits: readonly string[] }>(report: R): R {
    return { ...report, limits: report.limits.map(maskText) };
  }

  function maskedReport<R extends Extract<Finding, { kind: 'status' }>['report']>(report: R): R {
    return report.kind === 'unseen' ? { ...report, trouble: maskedTrouble(report.trouble, maskText) } : report;
  }
}

function maskedLocks(report: LocksReport, maskText: MaskText): LocksReport {
  const masked = <S extends SessionSeen>(session: S): S =>
    session.statement === null ? session : { ...session, statement: maskText(session.statement) };
  const { nodes, idle } = report;
  return {
    ...report,
    nodes: nodes.map((node) => (node.who.kind === 'session' ? { ...node, who: masked(node.who) } : node)),
    idle: { ...idle, oldest: idle.oldest.map(masked) },
  };
}
