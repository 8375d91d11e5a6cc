import { describe, expect, it } from 'vitest';
import { allowRefusal, allowTrouble, rightFor } from '../../../src/domain/allowed.ts';
import { claim } from '../../../src/domain/decide/execution.ts';
import { requestRun } from '../../../src/domain/decide/request.ts';
import type { ChannelId, RunId } from '../../../src/domain/ids.ts';
import type { AllowedCommand, Rights } from '../../../src/domain/policy.ts';
import type { Purpose } from '../../../src/domain/run.ts';
import { ana, dan, environment, noon, policy, proceeding, refusalOf, under, waitingRun } from './samples.ts';

const commands: readonly AllowedCommand[] = ['dev', 'reset', 'push'];
const purposes: Readonly<Record<AllowedCommand, Purpose>> = {
  dev: { kind: 'dev', name: 'add_vault' },
  reset: { kind: 'reset' },
  push: { kind: 'push', warnings: [], forceReset: false },
};
const everybody: Rights = {
  read: 'members',
  request: 'members',
  approve: 'members',
  operate: 'members',
  destroy: 'members',
  emergency: 'members',
};
const open = policy({
  protected: false,
  approvals: null,
  checklist: [],
  windows: [],
  promotesFrom: null,
  allow: commands,
});
const ask = (purpose: Purpose, by = ana) => ({ id: 'r1' as RunId, purpose, by, channel: 'C01' as ChannelId });

describe.each(commands)('%s', (command) => {
  const purpose = purposes[command];

  it('exists on no protected environment, for nobody, whatever its list says', () => {
    const locked = under({ ...open, protected: true, rights: everybody });
    expect(allowRefusal(command, locked.environment)?.code).toBe('protected-environment');
    expect(refusalOf(requestRun(ask(purpose), locked, null))).toBe('protected-environment');
  });

  it('exists only where it is named', () => {
    const others = under({ ...open, allow: commands.filter((other) => other !== command), rights: everybody });
    expect(refusalOf(requestRun(ask(purpose), others, null))).toBe('not-allowed-here');
  });

  it('is prepared where it is named, for whoever holds its right', () => {
    const right = rightFor(purpose);
    const holders = under({ ...open, rights: { ...everybody, request: [], destroy: [], [right]: [dan] } });
    expect(refusalOf(requestRun(ask(purpose), holders, null))).toBe('right-missing');
    expect(proceeding(requestRun(ask(purpose, dan), holders, null)).run.state.kind).toBe('preparing');
  });

  it('is not begun by a worker once the rules forbid it, however it came to be queued', () => {
    const run = waitingRun({ purpose, state: { kind: 'queued', since: noon, resume: null } });
    expect(proceeding(claim(run, 'w1', under({ ...open, rights: everybody }))).run.state.kind).toBe('running');
    const { run: ended } = proceeding(claim(run, 'w1', under({ ...open, protected: true })));
    expect(ended.state).toMatchObject({
      kind: 'ended',
      ending: { kind: 'failed', trouble: { code: 'not-allowed-here' } },
    });
  });
});

it('every environment has the other commands', () => {
  expect(allowTrouble({ kind: 'deploy' }, environment())).toBeNull();
  expect(allowTrouble({ kind: 'restore' }, environment())).toBeNull();
});

it('who may destroy is asked where data is lost for certain', () => {
  expect(commands.map((command) => rightFor(purposes[command]))).toEqual(['request', 'destroy', 'destroy']);
});
