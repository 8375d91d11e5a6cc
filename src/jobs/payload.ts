import { z } from 'zod';
import type { EnvironmentId, InquiryId, RunId, UserId } from '../domain/ids.ts';
import type { OutboxRow, OutboxWork } from '../ports/store.ts';

const text = <T extends string>() => z.string().max(500) as unknown as z.ZodType<T>;
const ofRun = { run: text<RunId>() };

const payload = z.looseObject({ id: z.string().regex(/^o\d+-\d+$/), work: z.unknown() });

const knownWork = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('job'),
    job: z.discriminatedUnion('name', [
      z.looseObject({ name: z.literal('prepare-run'), ...ofRun }),
      z.looseObject({ name: z.literal('execute-run'), ...ofRun }),
      z.looseObject({ name: z.literal('confirm-approvers'), ...ofRun }),
      z.looseObject({ name: z.literal('interrupt-run'), ...ofRun }),
      z.looseObject({ name: z.literal('answer-inquiry'), inquiry: text<InquiryId>() }),
      z.looseObject({ name: z.literal('end-sessions'), inquiry: text<InquiryId>() }),
      z.looseObject({
        name: z.literal('drop-invalid-index'),
        inquiry: text<InquiryId>(),
        index: text<string>(),
        by: text<UserId>(),
      }),
      z.looseObject({ name: z.literal('break-host-lock'), environment: text<EnvironmentId>() }),
      z.looseObject({ name: z.literal('start-service'), ...ofRun }),
      z.looseObject({ name: z.literal('write-migration'), inquiry: text<InquiryId>() }),
      z.looseObject({ name: z.literal('remove-migration'), ...ofRun }),
    ]),
  }),
  z.looseObject({
    kind: z.literal('draw'),
    key: z.string().max(500),
    urgency: z.enum(['post', 'file', 'result', 'progress']),
  }),
]);

/**
 * Reads what stands in Redis: ids only. Whether it is true, the outbox says. Throws with every problem named where it is
 * not what a relay writes; `work` is null where it is of no kind that this version knows.
 */
export function readPayload(data: unknown): { readonly id: string; readonly work: OutboxWork | null } {
  const { id, work } = payload.parse(data);
  return { id, work: knownWork.safeParse(work).data ?? null };
}

/** A short name for logs and for BullMQ. */
export const workName = ({ work }: OutboxRow): string => (work.kind === 'job' ? work.job.name : 'draw-message');
