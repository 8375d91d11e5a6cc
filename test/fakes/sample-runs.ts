import type { ChannelId, EnvironmentId, RunId, UserId } from '../../src/domain/ids.ts';
import { type Run, stepsOf } from '../../src/domain/run.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { Log } from '../../src/ports/log.ts';

export const production = 'gold-factory/production' as EnvironmentId;
export const ana = 'U01ANA' as UserId;
export const channel = 'C01MIGRATIONS' as ChannelId;
export const noon = epochMs(Date.UTC(2026, 10, 22, 12));

/** A deploy that was just asked for, with the given parts replaced. */
export function sampleRun(id: string, replaced: Partial<Run> = {}): Run {
  const purpose = replaced.purpose ?? { kind: 'deploy' };
  return {
    id: id as RunId,
    environment: production,
    purpose,
    requestedBy: ana,
    requestedAt: noon,
    channel,
    emergency: null,
    serviceStart: null,
    plan: null,
    checklist: { backup: null, review: null, window: null, notify: null },
    approvals: [],
    steps: stepsOf[purpose.kind].map((name) => ({ name, state: { kind: 'pending' } })),
    backup: null,
    state: { kind: 'preparing' },
    ...replaced,
  };
}

/** A log that says nothing. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  child: () => silentLog,
};
