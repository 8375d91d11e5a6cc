import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import type { UserId } from '../../../src/domain/ids.ts';
import type { Rights } from '../../../src/domain/policy.ts';
import { runCard } from '../../../src/render/run-card.ts';
import type { SlackListener } from '../../../src/slack/bolt.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { learnPerson } from '../../../src/usecases/learn-people.ts';
import { viewRun } from '../../../src/usecases/view-run.ts';
import { aRun, at, production, runId, staging } from '../../unit/render/samples.ts';
import { bySocket, channel, depsOf, listener, workspace } from './listening.ts';

const zoe = 'U77' as UserId;
/** Zoe is named for everything: what she is must weigh more. */
const rights = Object.fromEntries(
  ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'].map((right) => [right, [zoe]]),
) as unknown as Rights;

const kinds = [
  ['of another workspace', { teamId: 'T0OTHER' }, 'other-workspace'],
  ['who is a guest', { guest: true }, 'guest'],
  ['who is a bot', { bot: true }, 'guest'],
  ['who left', { deleted: true }, 'guest'],
] as const;

describe.each(kinds)('somebody %s', (_, changed, code) => {
  let stand: SlackEmulator;
  let slack: SlackListener;
  let deps: AppDeps;
  const driver = () => stand.person(zoe);
  beforeAll(async () => {
    stand = await workspace();
    stand.addPerson({ id: zoe, name: 'zoe' });
    stand.addChannel({ id: channel, name: 'migrations', members: ['U01', zoe], botIsMember: true });
  });
  beforeEach(async () => {
    stand.addPerson({ id: zoe, name: 'zoe' });
    const plain = depsOf(stand);
    const environments = [staging, production].map((one) => ({ ...one, policy: { ...one.policy, rights } }));
    // The run of the samples is open at this time: a wall clock would let it expire.
    const clock = { ...plain.clock, now: () => at(1) };
    deps = { ...plain, clock, configuration: { ...plain.configuration, environments } };
    slack = await listener(stand, bySocket(stand), deps);
    const run = aRun();
    await deps.store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
  });
  afterEach(() => slack[Symbol.asyncDispose]());
  afterAll(() => stand.close());

  /** Posts the card of the request as it is, and answers with it. */
  async function card() {
    const view = await viewRun(deps, runId);
    if (view === null) throw new Error('there is no run');
    const posted = await deps.slack.post({ channel, threadTs: null, key: 'card', mayStand: false }, runCard(view));
    if (posted.kind !== 'ok') throw new Error(`posting the card: ${posted.error}`);
    return posted.value;
  }
  async function becomes(): Promise<void> {
    stand.addPerson({ id: zoe, name: 'zoe', ...changed });
    await learnPerson(deps, zoe, 0);
  }
  const attempts = async () =>
    (await deps.store.audit({ run: null, limit: 20 })).map(({ actor, action, run, detail }) => ({
      actor,
      action,
      run,
      detail,
    }));
  const toldOf = () =>
    driver()
      .ephemerals()
      .map(({ blocks }) => JSON.stringify(blocks));
  const unchanged = async () => expect(await deps.store.run(runId)).toEqual(aRun());

  test.each(['deploy staging', 'deploy staging --emergency “no orders”', 'backup staging', `cancel ${runId}`])(
    'types “%s” for nothing',
    async (text) => {
      await becomes();
      expect((await driver().slash({ channel, text })).ack.kind).toBe('acknowledged');
      await expect.poll(() => toldOf().at(-1)).toContain(code);
      await expect
        .poll(attempts)
        .toMatchObject([
          { actor: zoe, action: 'attempt.refused', detail: { what: `/migrate ${text.split(' ')[0]}`, code } },
        ]);
      expect(await deps.store.runs({ environment: staging.id, limit: 1 })).toEqual([]);
      await unchanged();
    },
  );

  test.each(['run.approve', 'run.cancel', 'run.announce', 'run.back-up-now', 'run.pick-window'])(
    'presses %s for nothing',
    async (action) => {
      const { channel: at, ts } = await card();
      await becomes();
      expect((await driver().press({ channel: at, ts }, action)).ack.kind).toBe('acknowledged');
      await expect.poll(() => toldOf().at(-1)).toContain(code);
      await expect
        .poll(attempts)
        .toMatchObject([{ actor: zoe, action: 'attempt.refused', detail: { what: `button ${action}`, code } }]);
      await unchanged();
    },
  );

  test('submits a dialog for nothing that was opened before', async () => {
    await driver().press(await card(), 'run.reject');
    await expect.poll(() => driver().modal()?.definition.callback_id).toBe('reject');
    const modal = driver().modal();
    if (modal === undefined) throw new Error('no dialog was opened');
    await becomes();
    const outcome = await driver().submit(modal, {});
    expect(outcome.kind).toBe('updated');
    expect(JSON.stringify(driver().modal()?.definition)).toContain(code);
    await expect
      .poll(attempts)
      .toMatchObject([{ actor: zoe, action: 'attempt.refused', run: runId, detail: { what: 'dialog reject', code } }]);
    await unchanged();
  });
});
