import { expect, it } from 'vitest';
import type { InquiryId } from '../../../../src/domain/ids.ts';
import { messageKey } from '../../../../src/domain/message.ts';
import { drawMessage } from '../../../../src/jobs/notify/draw-message.ts';
import type { AppDeps } from '../../../../src/usecases/app-deps.ts';
import { memorySlack } from '../../../fakes/memory-slack.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { silentLog } from '../../../fakes/sample-runs.ts';
import { aRun, at, production, runId, staging } from '../../render/samples.ts';

it('posts a message once that two jobs draw at the same time', async () => {
  const slack = memorySlack();
  slack.addChannel(production.channel, true);
  await using store = memoryStore();
  const run = aRun({ state: { kind: 'preparing' } });
  const subject = { kind: 'run-card', run: run.id, channel: run.channel } as const;
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
    workspaceUrl: () => null,
    workspace: () => null,
  };

  const key = messageKey(subject);
  await Promise.all([drawMessage(deps, key), drawMessage(deps, key)]);
  expect(slack.messages(production.channel)).toHaveLength(1);
  expect(await store.message(key)).toMatchObject({ wanted: 1, shown: 1, refused: null });
});
