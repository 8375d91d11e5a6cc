import type { Decision } from '../decision.ts';
import type { Environment } from '../environment.ts';
import type { UserId } from '../ids.ts';
import { leftServiceStopped } from '../left-behind.ts';
import type { Refusal } from '../refusal.ts';
import type { Run, ServiceStart } from '../run.ts';
import type { Situation } from '../situation.ts';
import { drawCard, leave, proceed, recordOf, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';

/** Whether the card of a restore offers to start the service: it was stopped, and nobody has it started by now. */
export function mayStartService(run: Run, { service }: Pick<Environment, 'service'>): boolean {
  const restored = run.purpose.kind === 'restore' && run.state.kind === 'ended' && leftServiceStopped(run);
  const before = run.serviceStart;
  return restored && service.start !== null && (before === null || before.end?.kind === 'not-started');
}

/** *Start the service*: written down, and given to a worker. */
export function serviceStartAsked(run: Run, by: UserId, situation: Situation): Decision {
  const refusal = rightRefusal('operate', by, situation) ?? whyNot(run, situation);
  if (refusal !== null) return refuse(refusal);
  const asked: Run = { ...run, serviceStart: { by, at: situation.now, end: null } };
  return proceed(asked, [
    { kind: 'enqueue', job: { name: 'start-service', run: run.id } },
    drawCard(asked),
    recordOf(asked, { at: situation.now, actor: by, action: 'service.start-asked' }),
  ]);
}

/** The worker is done. */
export function serviceStartEnded(run: Run, end: NonNullable<ServiceStart['end']>, { now }: Situation): Decision {
  if (run.serviceStart === null || run.serviceStart.end !== null) return leave;
  const ended: Run = { ...run, serviceStart: { ...run.serviceStart, end } };
  const detail = end.kind === 'not-started' ? { why: end.why } : null;
  return proceed(ended, [
    drawCard(ended),
    recordOf(ended, { at: now, actor: null, action: `service.${end.kind}`, detail }),
  ]);
}

function whyNot(run: Run, { environment, executing }: Situation): Refusal | null {
  const { serviceStart } = run;
  if (serviceStart !== null && serviceStart.end?.kind !== 'not-started') {
    return { code: 'already-settled', what: 'the start of the service', by: serviceStart.by, at: serviceStart.at };
  }
  if (executing !== null) return { code: 'environment-busy', environment: environment.id, run: executing, link: null };
  return mayStartService(run, environment)
    ? null
    : { code: 'nothing-to-do', why: 'this run left no service stopped that Godwit could start' };
}
