import { z } from 'zod';
import type { Job } from '../../domain/effect.ts';
import type { OutboxWork } from '../../ports/store.ts';
import { environmentId, inquiryId, object, runId, type Same, userId } from './scalars.ts';

const job = z.discriminatedUnion('name', [
  object({ name: z.literal('prepare-run'), run: runId }),
  object({ name: z.literal('execute-run'), run: runId }),
  object({ name: z.literal('confirm-approvers'), run: runId }),
  object({ name: z.literal('interrupt-run'), run: runId }),
  object({ name: z.literal('answer-inquiry'), inquiry: inquiryId }),
  object({ name: z.literal('end-sessions'), inquiry: inquiryId }),
  object({ name: z.literal('drop-invalid-index'), inquiry: inquiryId, index: z.string(), by: userId }),
  object({ name: z.literal('break-host-lock'), environment: environmentId }),
  object({ name: z.literal('start-service'), run: runId }),
  object({ name: z.literal('write-migration'), inquiry: inquiryId }),
  object({ name: z.literal('remove-migration'), run: runId }),
]);
true satisfies Same<z.infer<typeof job>, Job>;

export const jobNames = job.options.map(({ shape }) => shape.name.value);

export const outboxWorkDocument = z.discriminatedUnion('kind', [
  object({ kind: z.literal('job'), job }),
  object({ kind: z.literal('draw'), key: z.string(), urgency: z.enum(['post', 'file', 'result', 'progress']) }),
]);
true satisfies Same<z.infer<typeof outboxWorkDocument>, OutboxWork>;
