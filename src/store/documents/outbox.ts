import { z } from 'zod';
import type { Job } from '../../domain/effect.ts';
import type { OutboxWork } from '../../ports/store.ts';
import { environmentId, inquiryId, runId, type Same, userId } from './scalars.ts';

const job = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('prepare-run'), run: runId }),
  z.strictObject({ name: z.literal('execute-run'), run: runId }),
  z.strictObject({ name: z.literal('confirm-approvers'), run: runId }),
  z.strictObject({ name: z.literal('interrupt-run'), run: runId }),
  z.strictObject({ name: z.literal('answer-inquiry'), inquiry: inquiryId }),
  z.strictObject({ name: z.literal('end-sessions'), inquiry: inquiryId }),
  z.strictObject({ name: z.literal('drop-invalid-index'), inquiry: inquiryId, index: z.string(), by: userId }),
  z.strictObject({ name: z.literal('break-host-lock'), environment: environmentId }),
  z.strictObject({ name: z.literal('start-service'), run: runId }),
  z.strictObject({ name: z.literal('write-migration'), inquiry: inquiryId }),
  z.strictObject({ name: z.literal('remove-migration'), run: runId }),
]);
true satisfies Same<z.infer<typeof job>, Job>;

export const outboxWorkDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('job'), job }),
  z.strictObject({ kind: z.literal('draw'), key: z.string(), urgency: z.enum(['post', 'result', 'progress']) }),
]);
true satisfies Same<z.infer<typeof outboxWorkDocument>, OutboxWork>;
