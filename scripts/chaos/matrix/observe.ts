import { statSync } from 'node:fs';
import path from 'node:path';
import type { Message } from '../../../playground/slack-emulator/model.ts';
import { channels } from '../../../playground/stage/cast.ts';
import type { Run, StepName } from '../../../src/domain/run.ts';
import type { Cell } from './cells.ts';
import type { FreshField } from './ground/field.ts';
import type { Ground } from './ground/ground.ts';
import type { Sighting, Standing } from './judge.ts';
import { scenarios } from './scenarios/menu.ts';
import { tracesOf } from './strikes/host.ts';

export function standingOf(run: Run | null): Standing {
  if (run === null) return { kind: 'nowhere' };
  const { state } = run;
  if (state.kind === 'outcome-unknown') return { kind: 'unknown', ...reasonOf(state.trouble) };
  if (state.kind !== 'ended') return { kind: 'open', state: state.kind };
  return state.ending.kind === 'failed'
    ? { kind: 'failed', ...reasonOf(state.ending.trouble) }
    : { kind: state.ending.kind };
}

const reasonOf = ({ code, message }: { readonly code: string; readonly message: string }) => ({ code, message });

/** The cards of a run as everybody sees them now. */
export function cardsOf({ stage }: Ground, run: Run): readonly Message[] {
  const messages = stage.slack.channel(channels.migrations).messages();
  return messages.filter(({ text, blocks }) => {
    const all = `${text}\n${JSON.stringify(blocks)}`;
    return all.includes('Asked by') && all.includes(`\`${run.id}\``);
  });
}

/** Looks at everything from outside: the record, the host, the target, and Slack. */
export async function observe(
  ground: Ground,
  { cell, fresh, run }: { readonly cell: Cell; readonly fresh: FreshField; readonly run: Run | null },
  runsBefore: number,
): Promise<Sighting> {
  const { host, field } = fresh;
  const all = await ground.store.runs({ environment: environmentOf(field.name), limit: 1_000 });
  const scenario = scenarios[cell.kind];
  return {
    cell,
    standing: standingOf(run),
    runs: all.length - runsBefore,
    steps: run?.steps.map(stepSeen) ?? [],
    starts: run === null ? {} : startsOf(ground, fresh, run),
    target: run === null ? 'before' : await scenario.target(host, run),
    logs: run === null ? { printed: 0, stored: 0 } : await logsOf(ground, run),
    cards: run === null ? [] : cardsOf(ground, run).map(cardSeen),
  };
}

export const environmentOf = (name: string) => `gold-factory/${name}` as Run['environment'];

const stepSeen = ({ name, state }: Run['steps'][number]): Sighting['steps'][number] => ({
  name,
  state: state.kind,
  begun: state.kind === 'running' ? state.begun : state.kind === 'done' || state.kind === 'failed',
});

function startsOf(ground: Ground, { field, door }: FreshField, run: Run): Sighting['starts'] {
  const calls = door.calls();
  const traces = [...tracesOf(ground, run.id).keys()];
  const starts: Partial<Record<StepName, number>> = {};
  for (const { name } of run.steps) {
    const counted = scenarios[field.kind].counted[name];
    const tasks = traces.filter((trace) => stepIn(trace, run) === name).length;
    if (counted !== undefined) starts[name] = calls.filter((call) => counted.test(call)).length;
    else if (tasks > 0) starts[name] = tasks;
  }
  return starts;
}

/** `<run>-<start>-<step>[-<part>]` */
function stepIn(trace: string, run: Run): StepName | undefined {
  const rest = trace.slice(run.id.length + 1).replace(/^[^-]+-/, '');
  const names = run.steps.map(({ name }) => name).filter((name) => rest === name || rest.startsWith(`${name}-`));
  return names.toSorted((a, b) => b.length - a.length)[0];
}

/** Of steps that are done: of any other the host may know more than was read. */
async function logsOf(ground: Ground, run: Run): Promise<Sighting['logs']> {
  let printed = 0;
  let stored = 0;
  const traces = [...tracesOf(ground, run.id)];
  for (const { name, state } of run.steps) {
    const own = traces.filter(([trace]) => stepIn(trace, run) === name);
    if (state.kind !== 'done' || own.length === 0) continue;
    for (const [, trace] of own) printed += statSync(path.join(trace, 'log')).size;
    stored += await ground.store.logLength(run.id, name);
  }
  return { printed, stored };
}

const cardSeen = ({ text, blocks }: Message): Sighting['cards'][number] => {
  const all = JSON.stringify(blocks);
  return { words: `${text}\n${all}`, buttons: [...all.matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '') };
};
