import { assertNever } from '../lib/assert-never.ts';
import type { EpochMs } from '../lib/time.ts';
import type { ChannelId, InquiryId, RunId, Sha256, UserId } from './ids.ts';

/** The moments of a run that are told to the team by itself. */
export type Moment = 'requested' | 'emergency' | 'started' | 'succeeded' | 'failed' | 'unknown' | 'cancelled';

/** What a lasting message in Slack is about. Its content is drawn from rows whenever they change. */
export type MessageSubject =
  | { readonly kind: 'run-card'; readonly run: RunId; readonly channel: ChannelId }
  /** In the card's thread, for the requester: how it ended. */
  | { readonly kind: 'outcome'; readonly run: RunId }
  | {
      readonly kind: 'announcement';
      readonly run: RunId;
      readonly channel: ChannelId;
      readonly moment: Moment;
    }
  /** A direct message that asks for an approval. */
  | {
      readonly kind: 'approval-call';
      readonly run: RunId;
      readonly person: UserId;
      readonly reason: 'asked' | 'reminder' | 'backup';
    }
  /** A direct message that asks somebody to look at a deploy that was done in an emergency; `reminder`: after so many. */
  | { readonly kind: 'review-call'; readonly run: RunId; readonly person: UserId; readonly reminder: number }
  /** In the card's thread, as a file: the SQL of one receipt, where the review's modal cuts it short. */
  | { readonly kind: 'sql-file'; readonly run: RunId; readonly receipt: Sha256 }
  | { readonly kind: 'answer'; readonly inquiry: InquiryId; readonly channel: ChannelId }
  /** In an answer's thread, as a file: SQL that the answer shows the beginning of. */
  | {
      readonly kind: 'answer-file';
      readonly inquiry: InquiryId;
      readonly channel: ChannelId;
      readonly file: AnswerFile;
    }
  /** In the answer's thread, as a file: the tree of who waits for whom, as it was at one moment. */
  | {
      readonly kind: 'locks-picture';
      readonly inquiry: InquiryId;
      readonly channel: ChannelId;
      readonly lookedAt: EpochMs;
    };

/** What goes into the thread of another message as a file. */
export const fileKinds = ['sql-file', 'answer-file', 'locks-picture'] as const satisfies MessageSubject['kind'][];

/** The difference as a migration or as its undoing, what takes migrations back, what completes or undoes a failed one. */
export const answerFiles = ['adopt', 'revert', 'down', 'completion', 'undoing'] as const;
export type AnswerFile = (typeof answerFiles)[number];

/** One text a message: equal subjects have equal keys. */
export function messageKey(subject: MessageSubject): string {
  switch (subject.kind) {
    case 'run-card':
      return `run-card/${subject.run}`;
    case 'outcome':
      return `outcome/${subject.run}`;
    case 'announcement':
      return `announcement/${subject.run}/${subject.channel}/${subject.moment}`;
    case 'approval-call':
      return `approval-call/${subject.run}/${subject.person}/${subject.reason}`;
    case 'review-call':
      return `review-call/${subject.run}/${subject.person}/${subject.reminder}`;
    case 'sql-file':
      return `sql-file/${subject.run}/${subject.receipt}`;
    case 'answer':
      return `answer/${subject.inquiry}`;
    case 'answer-file':
      return `answer-file/${subject.inquiry}/${subject.file}`;
    case 'locks-picture':
      return `locks-picture/${subject.inquiry}/${subject.lookedAt}`;
    default:
      return assertNever(subject);
  }
}
