import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/domain/effect.ts';
import type { EnvironmentId, InquiryId, RunId } from '../../../src/domain/ids.ts';
import { backoff, payloadOptions } from '../../../src/jobs/job-options.ts';
import { readPayload } from '../../../src/jobs/payload.ts';
import { attempts, limits, queueOf } from '../../../src/jobs/queue-names.ts';

const run = 'r1' as RunId;
const job = (one: Job) => ({ kind: 'job', job: one }) as const;
const draw = (urgency: 'post' | 'file' | 'result' | 'progress') =>
  ({ kind: 'draw', key: 'run-card/r1', urgency }) as const;

const inAMinute = (limit: { max: number; duration: number } | null) =>
  limit === null ? Number.POSITIVE_INFINITY : (Math.floor(60_000 / limit.duration) + 1) * limit.max;

describe('the queue of a piece of work', () => {
  it.each([
    [job({ name: 'execute-run', run }), 'remote'],
    [job({ name: 'break-host-lock', environment: 'a/b' as EnvironmentId }), 'remote'],
    [job({ name: 'confirm-approvers', run }), 'people'],
    [job({ name: 'interrupt-run', run }), 'looks'],
    [job({ name: 'prepare-run', run }), 'looks'],
    [job({ name: 'answer-inquiry', inquiry: 'q1' as InquiryId }), 'looks'],
    [draw('post'), 'slack-posts'],
    [draw('file'), 'slack-files'],
    [draw('result'), 'slack-results'],
    [draw('progress'), 'slack-progress'],
  ] as const)('%j goes to %s', (work, queue) => {
    expect(queueOf(work)).toBe(queue);
    expect(readPayload({ id: 'o1-1', work })).toEqual({ id: 'o1-1', work });
  });

  it('never tries a change to a host twice by itself', () => {
    expect(attempts.remote).toBe(1);
    expect(payloadOptions({ id: 'o1-1', work: job({ name: 'execute-run', run }) })).toMatchObject({
      jobId: 'o1-1',
      attempts: 1,
    });
  });

  it('keeps updates of the whole workspace within forty in any minute', () => {
    const [results, progress] = [inAMinute(limits['slack-results']), inAMinute(limits['slack-progress'])];
    expect(results + progress).toBe(40);
  });

  it('posts four messages a second, two at a time', () => {
    const { max, duration } = limits['slack-posts'] ?? { max: 0, duration: 1 };
    expect([max, (max * 1_000) / duration]).toEqual([2, 4]);
  });

  it('attaches at most a hundred files in any minute', () => {
    expect(inAMinute(limits['slack-files'])).toBeLessThan(100);
  });

  it('gives the message in whose thread a file is to stand a start', () => {
    expect(payloadOptions({ id: 'o1-1', work: draw('file') })).toMatchObject({ delay: 250 });
    expect(payloadOptions({ id: 'o1-1', work: draw('post') })).not.toHaveProperty('delay');
  });

  it('waits longer from try to try, and a minute at most', () => {
    expect([1, 2, 3, 9, 1_000].map(backoff)).toEqual([500, 1_000, 2_000, 60_000, 60_000]);
  });
});
