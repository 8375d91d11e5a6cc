import type { UserId } from '../domain/ids.ts';
import type { Question } from '../domain/inquiry.ts';
import type { Run } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { link, type Mrkdwn, md } from './escape.ts';
import { context, limits, message, type Rendered, section } from './limits.ts';
import { channelLink, count, mention, runCode, shortName } from './words.ts';

/** The first words of an answer that comes when a host was looked at; the same message is completed then. */
export function looking(question: Question, askedBy: UserId | null): Rendered {
  const text = md`◌ Looking at ${subject(question)} …`;
  return message(text, [section(text), context(askedBy === null ? null : md`Asked by ${mention(askedBy)}`)]);
}

function subject(question: Question): string {
  switch (question.kind) {
    case 'status':
      return shortName(question.environment);
    case 'overview':
      return count(question.environments.length, 'environment');
    case 'backups':
      return `the backups of ${shortName(question.environment)}`;
    case 'plan':
      return `what is pending on ${shortName(question.environment)}`;
    case 'drift':
      return `how the database of ${shortName(question.environment)} differs from its migrations`;
    case 'down':
      return `what takes back the newest ${count(question.newest, 'migration')} of ${shortName(question.environment)}`;
    case 'locks':
      return `who waits for whom on ${shortName(question.environment)}`;
    case 'resolve':
      return `what of ${question.migration} is on ${shortName(question.environment)}`;
    case 'losses':
      return `what ${shortName(question.environment)} would lose`;
    case 'history':
      return 'past runs';
    case 'run':
      return `run ${question.run}`;
    default:
      return assertNever(question);
  }
}

/** For the asker alone, where the card stands in another channel. */
export function cardElsewhere({ id, channel }: Run, address: string | null): Rendered {
  const where: Mrkdwn = address === null ? channelLink(channel) : link(address, 'Open the card');
  const text = md`The request has its card in the environment's own channel (run ${runCode(id)}). ${where}`;
  return message(text, [section(text)]);
}

/** Where Godwit is not in the channel it was asked in: one complete answer, and how to invite it. */
const inviteHint: Mrkdwn = md`Only you see this, because Godwit is not in this channel. ${'/invite @Godwit'} lets everybody see its answers.`;

/** A complete answer for the asker alone, with how to let the others see it. */
export const withInviteHint = (answer: Rendered): Rendered => {
  const hint = context(inviteHint);
  return {
    text: answer.text,
    blocks: hint === null ? answer.blocks : [...answer.blocks.slice(0, limits.messageBlocks - 1), hint],
  };
};
