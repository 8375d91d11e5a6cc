import { expect, test } from 'vitest';
import { messageKey } from '../../../src/domain/message.ts';
import type { Slack } from '../../../src/ports/slack.ts';
import { whyNot } from '../../../src/slack/why-not.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { ana, production } from '../domain/samples.ts';
import { opened, stage } from '../usecases/stage.ts';

test('a second request is told where the card of the first stands, by a command and by a modal alike', async () => {
  const on = await stage();
  const deps: AppDeps = {
    ...on,
    slack: {} as Slack,
    png: () => null,
    workspaceUrl: () => 'https://team.slack.com/',
    workspace: () => null,
  };
  const first = await opened(on);
  const key = messageKey({ kind: 'run-card', run: first.id, channel: first.channel });
  await on.store.posted(key, { channel: first.channel, ts: '1.2' }, 1);
  const second = await requestRun(on, {
    environment: production,
    purpose: { kind: 'deploy' },
    by: ana,
    delivery: null,
  });
  expect(await whyNot(deps, second)).toEqual({
    code: 'environment-busy',
    environment: production,
    run: first.id,
    link: `https://team.slack.com/archives/${first.channel}/p12`,
  });
});

test('what was done before, or is about nothing, is said; what was committed is not', async () => {
  const on = await stage();
  const deps: AppDeps = { ...on, slack: {} as Slack, png: () => null, workspaceUrl: () => null, workspace: () => null };
  expect(await whyNot(deps, { kind: 'repeated' })).toBeNull();
  expect(await whyNot(deps, { kind: 'left' })).toMatchObject({ code: 'nothing-to-do' });
  expect(await whyNot(deps, { kind: 'missing' })).toEqual({ code: 'press-unknown' });
});
