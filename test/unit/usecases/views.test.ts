import { describe, expect, it } from 'vitest';
import type { ChannelId, RunId } from '../../../src/domain/ids.ts';
import { messageKey } from '../../../src/domain/message.ts';
import type { Slack } from '../../../src/ports/slack.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { messageLink } from '../../../src/usecases/message-link.ts';
import { viewEnvironment } from '../../../src/usecases/view-environment.ts';
import { viewRun } from '../../../src/usecases/view-run.ts';
import { dan, noon, production, weeknights } from '../domain/samples.ts';
import { opened, type Stage, stage } from './stage.ts';

const channel = 'C01' as ChannelId;
const withLinks = (on: Stage, url: string | null = 'https://team.slack.com/'): AppDeps => ({
  ...on,
  slack: {} as Slack,
  png: () => null,
  workspaceUrl: () => url,
  workspace: () => null,
});

describe('what messages show', () => {
  it('of a run is its state, what is missing, and where its card stands', async () => {
    const on = await stage();
    const run = await opened(on);
    const deps = withLinks(on);
    expect(await viewRun(deps, run.id)).toMatchObject({ link: null, readiness: { ready: false }, promotesTo: null });
    const key = messageKey({ kind: 'run-card', run: run.id, channel: run.channel });
    await on.store.posted(key, { channel: run.channel, ts: '1.2' }, 1);
    expect((await viewRun(deps, run.id))?.link).toBe(`https://team.slack.com/archives/${run.channel}/p12`);
    expect(await viewRun(deps, 'r99' as RunId)).toBeNull();
  });

  it('of a run does not name the run itself as one that it waits for', async () => {
    const on = await stage({ approvals: null });
    const run = await opened(on);
    expect(run.state.kind).toBe('queued');
    expect((await viewRun(withLinks(on), run.id))?.readiness.missing).toEqual([]);
  });

  it('of an environment are its freeze while it holds, its window and its runs', async () => {
    const on = await stage({ windows: [weeknights] });
    const run = await opened(on);
    const freeze = { environment: production, reason: 'audit', by: dan, since: noon, until: on.clock.now() };
    await on.store.setFreeze(freeze, null, []);
    const seen = await viewEnvironment(withLinks(on), production);
    expect(seen).toMatchObject({
      freeze: null,
      window: { open: false },
      lastRun: null,
      open: { run: { id: run.id }, link: null },
    });
  });

  it('has no link before Slack said where the workspace is', () => {
    expect(messageLink({ workspaceUrl: () => null }, { channel, ts: '1.2' })).toBeNull();
    expect(messageLink({ workspaceUrl: () => 'https://a.slack.com' }, { channel, ts: '1.2' })).toBe(
      'https://a.slack.com/archives/C01/p12',
    );
  });
});
