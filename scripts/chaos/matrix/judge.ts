import type { RunKind, StepName, StepState } from '../../../src/domain/run.ts';
import { changesDatabase, stepsOf } from '../../../src/domain/run.ts';
import type { Cell } from './cells.ts';
import { type Fault, faults } from './faults.ts';

/** How a run stands in Godwit's own tables. */
export type Standing =
  | { readonly kind: 'nowhere' }
  /** Neither ended nor unknown within the time limit. */
  | { readonly kind: 'open'; readonly state: string }
  | { readonly kind: 'unknown' | 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'succeeded' | 'cancelled' | 'rejected' | 'expired' };

/** What one cell came to, seen from outside. */
export interface Sighting {
  readonly cell: Cell;
  readonly standing: Standing;
  /** Runs of the environment since the cell began. */
  readonly runs: number;
  readonly steps: readonly { readonly name: StepName; readonly state: StepState['kind']; readonly begun: boolean }[];
  /** How often the host began what belongs to a step; a step that is not named begins nothing that is counted. */
  readonly starts: Partial<Readonly<Record<StepName, number>>>;
  /** The target beside what the run was to make of it. */
  readonly target: 'before' | 'after' | 'between';
  /** Bytes of the logs of steps that are done: on the host, and as stored. */
  readonly logs: { readonly printed: number; readonly stored: number };
  /** The cards of the run as they stand in the end: what they say, and the ids of their buttons. */
  readonly cards: readonly { readonly words: string; readonly buttons: readonly string[] }[];
}

export type Verdict =
  | { readonly kind: 'held' }
  | { readonly kind: 'lost' | 'doubled' | 'wrong' | 'stuck'; readonly why: string };
export type Failing = Exclude<Verdict['kind'], 'held'>;

type Look = (sighting: Sighting) => Verdict | null;
const bad = (kind: Failing, why: string): Verdict => ({ kind, why });

/** Judges by what is worst: what was lost, what happened twice, what hangs, what is not true. */
export function judge(sighting: Sighting): Verdict {
  for (const look of looks) {
    const verdict = look(sighting);
    if (verdict !== null) return verdict;
  }
  return { kind: 'held' };
}

const nobodyKnows: Look = ({ standing, cards }) => {
  if (standing.kind === 'nowhere') return bad('lost', 'no run stands where one was asked for');
  return cards.length === 0 ? bad('lost', 'the run has no card') : null;
};

const logIsShort: Look = ({ logs }) =>
  logs.stored < logs.printed ? bad('lost', `${logs.printed - logs.stored} bytes of what the host printed`) : null;

const happenedTwice: Look = ({ runs, cards, starts, logs }) => {
  if (runs > 1) return bad('doubled', `${runs} runs for one request`);
  if (cards.length > 1) return bad('doubled', `${cards.length} cards for one run`);
  const twice = Object.entries(starts).find(([, count]) => count > 1);
  if (twice !== undefined) return bad('doubled', `${twice[0]} was begun ${twice[1]} times on the host`);
  return logs.stored > logs.printed ? bad('doubled', `${logs.stored - logs.printed} bytes of the log`) : null;
};

const hangs: Look = ({ standing }) => (standing.kind === 'open' ? bad('stuck', `still ${standing.state}`) : null);

const startsDiffer: Look = ({ steps, starts }) => {
  for (const { name, state, begun } of steps) {
    const count = starts[name];
    if (count === undefined) continue;
    if (state === 'done' && count === 0)
      return bad('wrong', `${name} is recorded as done, and never began on the host`);
    if (!begun && state === 'pending' && count > 0)
      return bad('wrong', `${name} began on the host, and no record says so`);
  }
  return null;
};

/** The step by which a kind of run changes its target; null where it leaves the database as it is. */
export function changingStep(kind: RunKind): StepName | null {
  if (!changesDatabase(kind)) return null;
  return stepsOf[kind].find((step) => ['deploy', 'restore', 'resolve', 'reset', 'push'].includes(step)) ?? null;
}

const targetDiffers: Look = ({ cell, standing, steps, target }) => {
  if (standing.kind === 'unknown') return null;
  const name = changingStep(cell.kind);
  const state = steps.find((step) => step.name === name)?.state ?? 'pending';
  if (standing.kind === 'succeeded' || state === 'done') {
    return target === 'after' ? null : bad('wrong', `recorded as done, but the target stands ${target}`);
  }
  if (name === null) return null;
  if (state === 'pending' || state === 'skipped') {
    return target === 'before' ? null : bad('wrong', `recorded as not begun, but the target stands ${target}`);
  }
  return target === 'after' ? bad('wrong', 'recorded as failed, but all of it is in the target') : null;
};

/** What fails beside the run must not fail it; what fails it must be said, and not as an error of ours. */
const reasonIsUntrue: Look = ({ cell, standing }) => {
  if (standing.kind !== 'failed' && standing.kind !== 'unknown') {
    return standing.kind === 'succeeded' ? null : bad('wrong', `it was ${standing.kind}, which nobody asked for`);
  }
  if (standing.code === 'internal') return bad('wrong', `our own error: ${standing.message}`);
  const { beside, untrue = [] }: Fault = faults[cell.fault];
  if (untrue.includes(standing.code)) return bad('wrong', `not the reason (${standing.code}): ${standing.message}`);
  return beside && standing.kind === 'failed' ? bad('wrong', `failed (${standing.code}): ${standing.message}`) : null;
};

/** What a card says of a run that stands so. */
export const cardWords = {
  succeeded: 'Succeeded',
  failed: 'Did not succeed',
  unknown: 'outcome is not known',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  expired: 'Expired',
} as const;
const living = ['run.approve', 'run.reject', 'run.cancel', 'run.look-again'];

const cardDiffers: Look = ({ standing, cards: [card] }) => {
  if (card === undefined || standing.kind === 'nowhere' || standing.kind === 'open') return null;
  if (!card.words.includes(cardWords[standing.kind]))
    return bad('wrong', `the card does not say that it ${standing.kind}`);
  if (standing.kind === 'unknown') {
    return card.buttons.includes('run.look-again') ? null : bad('wrong', 'the card offers no way on');
  }
  const dead = card.buttons.filter((id) => living.includes(id));
  return dead.length === 0 ? null : bad('wrong', `dead buttons on the card: ${dead.join(', ')}`);
};

const looks: readonly Look[] = [
  nobodyKnows,
  happenedTwice,
  hangs,
  logIsShort,
  startsDiffer,
  targetDiffers,
  reasonIsUntrue,
  cardDiffers,
];
