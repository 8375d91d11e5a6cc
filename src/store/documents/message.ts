import { z } from 'zod';
import { answerFiles, type MessageSubject } from '../../domain/message.ts';
import { channelId, inquiryId, moment, object, runId, type Same, sha256, userId } from './scalars.ts';

export const messageSubjectDocument = z.discriminatedUnion('kind', [
  object({ kind: z.literal('run-card'), run: runId, channel: channelId }),
  object({ kind: z.literal('outcome'), run: runId }),
  object({
    kind: z.literal('announcement'),
    run: runId,
    channel: channelId,
    moment: z.enum(['requested', 'emergency', 'started', 'succeeded', 'failed', 'unknown', 'cancelled']),
  }),
  object({
    kind: z.literal('approval-call'),
    run: runId,
    person: userId,
    reason: z.enum(['asked', 'reminder', 'backup']),
  }),
  object({ kind: z.literal('review-call'), run: runId, person: userId, reminder: z.number() }),
  object({ kind: z.literal('sql-file'), run: runId, receipt: sha256 }),
  object({ kind: z.literal('answer'), inquiry: inquiryId, channel: channelId }),
  object({
    kind: z.literal('answer-file'),
    inquiry: inquiryId,
    channel: channelId,
    file: z.enum(answerFiles),
  }),
  object({ kind: z.literal('locks-picture'), inquiry: inquiryId, channel: channelId, lookedAt: moment }),
]);
true satisfies Same<z.infer<typeof messageSubjectDocument>, MessageSubject>;
