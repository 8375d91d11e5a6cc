import { z } from 'zod';
import type { EnvironmentId, InquiryId, RunId, UserId } from '../domain/ids.ts';
import type { OutboxRow } from '../ports/store.ts';

const text = <T extends string>() => z.string().max(500) as unknown as z.ZodType<T>;
const ofRun = { run: text<RunId>() };

/** What stands in Redis: ids only. It is read as strictly as anything else that comes from outside. */
const payload = z.strictObject({
  id: z.string().regex(/^o\d+-\d+$/),
  work: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('job'),
      job: z.discriminatedUnion('name', [
        z.strictObject({ name: z.literal('prepare-run'), ...ofRun }),
        z.strictObject({ name: z.literal('execute-run'), ...ofRun }),
        z.strictObject({ name: z.literal('confirm-approvers'), ...ofRun }),
        z.strictObject({ name: z.literal('interrupt-run'), ...ofRun }),
        z.strictObject({ name: z.literal('answer-inquiry'), inquiry: text<InquiryId>() }),
        z.strictObject({ name: z.literal('end-sessions'), inquiry: text<InquiryId>() }),
        z.strictObject({
          name: z.literal('drop-invalid-index'),
          inquiry: text<InquiryId>(),
          index: text<string>(),
          by: text<UserId>(),
        }),
        z.strictObject({ name: z.literal('break-host-lock'), environment: text<EnvironmentId>() }),
        z.strictObject({ name: z.literal('start-service'), ...ofRun }),
        z.strictObject({ name: z.literal('write-migration'), inquiry: text<InquiryId>() }),
        z.strictObject({ name: z.literal('remove-migration'), ...ofRun }),
      ]),
    }),
    z.strictObject({
      kind: z.literal('draw'),
      key: z.string().max(500),
      urgency: z.enum(['post', 'result', 'progress']),
    }),
  ]),
});

/** Reads a job's data; throws with every problem named where it is not what a relay wrote. */
export const readPayload = (data: unknown): OutboxRow => payload.parse(data);

/** A short name for logs and for BullMQ. */
export const workName = ({ work }: OutboxRow): string => (work.kind === 'job' ? work.job.name : 'draw-message');
