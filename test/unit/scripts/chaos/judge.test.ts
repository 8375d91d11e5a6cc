import { describe, expect, test } from 'vitest';
import { judge, type Sighting, type Verdict } from '../../../../scripts/chaos/matrix/judge.ts';
import { stepsOf } from '../../../../src/domain/run.ts';

const card = { words: 'Succeeded', buttons: ['run.show-log'] };
const held: Sighting = {
  cell: { kind: 'deploy', step: 'deploy', fault: 'worker' },
  standing: { kind: 'succeeded' },
  runs: 1,
  steps: stepsOf.deploy.map((name) => ({ name, state: 'done', begun: true })),
  starts: { backup: 1, deploy: 1 },
  target: 'after',
  logs: { printed: 300, stored: 300 },
  cards: [card],
};
const failed = { kind: 'failed', code: 'signalled', message: 'ended from outside' } as const;
const script = { kind: 'deploy', step: 'deploy', fault: 'script' } as const;
const until = (name: (typeof stepsOf.deploy)[number], state: 'failed' | 'done' | 'running') => {
  const at = stepsOf.deploy.indexOf(name);
  return held.steps.map((step, index) =>
    index < at ? step : { ...step, state: index === at ? state : ('pending' as const), begun: index === at },
  );
};
const failedAtDeploy: Sighting = {
  ...held,
  cell: script,
  standing: failed,
  steps: until('deploy', 'failed'),
  target: 'before',
  cards: [{ words: 'Did not succeed', buttons: [] }],
};
const unknown: Sighting = {
  ...held,
  standing: { kind: 'unknown', code: 'connection-lost', message: 'the host is away' },
  steps: until('deploy', 'running'),
  target: 'between',
  cards: [{ words: 'The outcome is not known', buttons: ['run.look-again', 'run.cancel'] }],
};

test.each<[string, Sighting]>([
  ['a run that succeeded', held],
  ['a failure of the host with its reason', failedAtDeploy],
  ['an outcome that nobody knows, with a way on', unknown],
])('%s holds', (_what, sighting) => {
  expect(judge(sighting)).toEqual({ kind: 'held' });
});

const cases: readonly [Verdict['kind'], string, Sighting][] = [
  ['lost', 'nothing stands where something was asked for', { ...held, standing: { kind: 'nowhere' } }],
  ['lost', 'the card is missing', { ...held, cards: [] }],
  ['lost', 'the log is short', { ...held, logs: { printed: 300, stored: 299 } }],
  ['doubled', 'two runs', { ...held, runs: 2 }],
  ['doubled', 'two cards', { ...held, cards: [card, card] }],
  ['doubled', 'a command twice', { ...held, starts: { deploy: 2 } }],
  ['doubled', 'the log twice', { ...held, logs: { printed: 300, stored: 600 } }],
  ['stuck', 'it goes on and on', { ...held, standing: { kind: 'open', state: 'running' } }],
  ['wrong', 'done without a start', { ...held, starts: { deploy: 0 } }],
  ['wrong', 'a start without a record', { ...failedAtDeploy, steps: until('backup', 'failed'), starts: { deploy: 1 } }],
  ['wrong', 'succeeded, and the target is as before', { ...held, target: 'before' }],
  ['wrong', 'failed, and all of it is there', { ...failedAtDeploy, target: 'after' }],
  [
    'wrong',
    'not begun, and changed',
    { ...failedAtDeploy, steps: until('backup', 'failed'), starts: {}, target: 'after' },
  ],
  ['wrong', 'an error of our own', { ...failedAtDeploy, standing: { ...failed, code: 'internal' } }],
  ['wrong', 'a reason that was not it', { ...failedAtDeploy, standing: { ...failed, code: 'exec-failed' } }],
  ['wrong', 'failed by what was hit beside it', { ...failedAtDeploy, cell: held.cell }],
  ['wrong', 'an ending that nobody asked for', { ...failedAtDeploy, standing: { kind: 'cancelled' } }],
  ['wrong', 'a card that says otherwise', { ...held, cards: [{ words: 'Running', buttons: [] }] }],
  ['wrong', 'a dead button', { ...held, cards: [{ ...card, buttons: ['run.cancel'] }] }],
  [
    'wrong',
    'an unknown outcome without a way on',
    { ...unknown, cards: [{ ...unknown.cards[0], buttons: [] } as never] },
  ],
];

describe('every other verdict can be reached', () => {
  test.each(cases)('%s: %s', (kind, _what, sighting) => {
    const verdict = judge(sighting);
    expect(verdict).toMatchObject({ kind });
    expect('why' in verdict && verdict.why).toBeTruthy();
  });
});

test('a backup changes nothing: its target has to stand as it was to be', () => {
  const steps = stepsOf.backup.map((name) => ({ name, state: 'done' as const, begun: true }));
  const backup: Sighting = { ...held, cell: { kind: 'backup', step: 'backup', fault: 'worker' }, steps };
  expect(judge(backup)).toEqual({ kind: 'held' });
  expect(judge({ ...backup, target: 'between' })).toMatchObject({ kind: 'wrong' });
});
