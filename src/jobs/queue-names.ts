import { assertNever } from '../lib/assert-never.ts';
import type { OutboxWork } from '../ports/store.ts';

/**
 * remote          changes hosts and databases; never tried again by itself
 * looks           reads hosts, and stops what runs: an interruption must not wait behind the run that it is to stop
 * people          asks Slack about people; a start waits for it
 * slack-posts     messages that stand nowhere yet
 * slack-files     SQL and pictures for a thread: nobody who types waits behind them
 * slack-results   endings and approvals; never behind progress
 * slack-progress  everything else that is drawn again
 */
export const queueNames = [
  'remote',
  'looks',
  'people',
  'slack-posts',
  'slack-files',
  'slack-results',
  'slack-progress',
] as const;
export type QueueName = (typeof queueNames)[number];

/** Which queue a row of the outbox goes to. */
export function queueOf(work: OutboxWork): QueueName {
  if (work.kind === 'draw') return queueOfUrgency(work.urgency);
  const { name } = work.job;
  switch (name) {
    case 'execute-run':
    case 'break-host-lock':
    case 'start-service':
    case 'write-migration':
    case 'remove-migration':
    case 'drop-invalid-index':
      return 'remote';
    case 'prepare-run':
    case 'interrupt-run':
    case 'answer-inquiry':
    case 'end-sessions':
      return 'looks';
    case 'confirm-approvers':
      return 'people';
    default:
      return assertNever(name);
  }
}

function queueOfUrgency(urgency: Extract<OutboxWork, { kind: 'draw' }>['urgency']): QueueName {
  switch (urgency) {
    case 'post':
      return 'slack-posts';
    case 'file':
      return 'slack-files';
    case 'result':
      return 'slack-results';
    case 'progress':
      return 'slack-progress';
    default:
      return assertNever(urgency);
  }
}

/**
 * At most this many jobs in this time, however many copies run. Slack takes about fifty updates a minute from one
 * workspace; 5 in 15 s and 1 in 4.1 s stay within forty in any minute. Posts have a tier of their own: four a
 * second, two at a time, since whoever types meanwhile waits for as many as are drawn at once. Files have
 * one, too, of a hundred a minute.
 */
export const limits: Readonly<Record<QueueName, { readonly max: number; readonly duration: number } | null>> = {
  remote: null,
  looks: null,
  people: null,
  'slack-posts': { max: 2, duration: 500 },
  'slack-files': { max: 3, duration: 2_000 },
  'slack-results': { max: 5, duration: 15_000 },
  'slack-progress': { max: 1, duration: 4_100 },
};

/** How often BullMQ tries a job before the relay's net has to catch it. */
export const attempts: Readonly<Record<QueueName, number>> = {
  remote: 1,
  looks: 4,
  people: 4,
  'slack-posts': 10,
  'slack-files': 10,
  'slack-results': 10,
  'slack-progress': 10,
};
