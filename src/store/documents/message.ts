import { z } from 'zod';
import { answerFiles, type MessageSubject } from '../../domain/message.ts';
import { channelId, inquiryId, moment, runId, type Same, sha256, userId } from './scalars.ts';

export const messageSubjectDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run-card'), run: runId, channel: channelId }),
  z.strictObject({ kind: z.literal('outcome'), run: runId }),
  z.strictObject({
    kind: z.literal('announcement'),
    run: runId,
    channel: channelId,
    moment: z.enum(['requested', 'emergency', 'started', 'succeeded', 'failed', 'unknown', 'cancelled']),
  }),
  z.strictObject({
    kind: z.literal('approval-call'),
    run: runId,
    person: userId,
    reason: z.enum(['asked', 'reminder', 'backup']),
  }),
  z.strictObject({ kind: z.literal('review-call'), run: runId, person: userId, reminder: z.number() }),
  z.strictObject({ kind: z.literal('sql-file'), run: runId, receipt: sha256 }),
  z.strictObject({ kind: z.literal('answer'), inquiry: inquiryId, channel: channelId }),
  z.strictObject({
    kind: z.literal('answer-file'),
    inquiry: inquiryId,
    channel: channelId,
    file: z.enum(answerFiles),
  }),
  z.strictObject({ kind: z.literal('locks-picture'), inquiry: inquiryId, channel: channelId, lookedAt: moment }),
]);
true satisfies Same<z.infer<typeof messageSubjectDocument>, MessageSubject>;
