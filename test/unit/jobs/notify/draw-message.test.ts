import { expect, it } from 'vitest';
import type { InquiryId } from '../../../../src/domain/ids.ts';
import { type MessageSubject, messageKey } from '../../../../src/domain/message.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { drawMessage } from '../../../../src/jobs/notify/draw-message.ts';
import type { AppDeps } from '../../../../src/usecases/app-deps.ts';
import { memorySlack } from '../../../fakes/memory-slack.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { silentLog } from '../../../fakes/sample-runs.ts';
import { aRun, at, cleo, production, runId, staging } from '../../render/samples.ts';

/** An app with one run, of which one message is wanted. */
async function appWith(run: Run, subject: MessageSubject) {
  const slack = memorySlack();
  slack.addChannel(production.channel, true);
  const store = memoryStore();
  const effects = [{ kind: 'draw', message: subject, urgency: 'result' }] as const;
  await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects, wakeAt: null }));
  const clock = { now: () => at(), newRunId: () => runId, newInquiryId: () => 'q1' as InquiryId };
  const configuration = { zone: 'UTC', groups: new Map(), environments: [staging, production] };
  const deps: AppDeps = {
    store,
    clock,
    log: silentLog,
    configuration,
    slack,
    png: () => null,
    workspaceUrl: () => null,
    workspace: () => null,
  };
  return { slack, store, deps, key: messageKey(subject) };
}

it('posts a message once that two jobs draw at the same time', async () => {
  const run = aRun({ state: { kind: 'preparing' } });
  const subject = { kind: 'run-card', run: run.id, channel: run.channel } as const;
  const { slack, store, deps, key } = await appWith(run, subject);
  await Promise.all([drawMessage(deps, key), drawMessage(deps, key)]);
  expect(slack.messages(production.channel)).toHaveLength(1);
  expect(await store.message(key)).toMatchObject({ wanted: 1, shown: 1, refused: null });
});

it('calls nobody to say that nothing is wanted of them any more', async () => {
  const subject = { kind: 'approval-call', run: runId, person: cleo, reason: 'asked' } as const;
  const expired = { kind: 'ended', ending: { kind: 'expired' }, startedAt: null, endedAt: at(1) } as const;
  const { slack, store, deps, key } = await appWith(aRun({ state: expired }), subject);
  await drawMessage(deps, key);
  const direct = await slack.openDirect(cleo);
  expect(slack.messages(direct.kind === 'ok' ? direct.value : production.channel)).toEqual([]);
  expect(await store.message(key)).toMatchObject({ wanted: 1, shown: 1, refused: null });
});
