import type { z } from 'zod';

/** One thing Slack would not take, in Slack's words: `must be less than 76 characters [json-pointer:/blocks/0/…]`. */
export type Problem = string;

type Issue = z.core.$ZodIssue;

/** Words a problem found at `path` below `root`, as Slack does in `response_metadata.messages`. */
export const problemAt = (root: string, path: readonly PropertyKey[], what: string): Problem =>
  `[ERROR] ${what} [json-pointer:/${[root, ...path.map(String)].filter((part) => part !== '').join('/')}]`;

const tooBig = (issue: z.core.$ZodIssueTooBig): string =>
  issue.origin === 'array'
    ? `no more than ${issue.maximum} items allowed`
    : issue.origin === 'string'
      ? `must be less than ${Number(issue.maximum) + 1} characters`
      : `must be at most ${issue.maximum}`;

const tooSmall = (issue: z.core.$ZodIssueTooSmall): string =>
  issue.origin === 'array'
    ? `no less than ${issue.minimum} items allowed`
    : issue.origin === 'string'
      ? `must be more than ${Number(issue.minimum) - 1} characters`
      : `must be at least ${issue.minimum}`;

const wordsOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? 'failed to match all allowed schemas' : 'unsupported type';
    case 'invalid_type':
      return issue.input === undefined ? `missing required field` : `must provide a ${issue.expected}`;
    default:
      return issue.message;
  }
};

/** Turns zod's issues into Slack's sentences; `root` is `blocks` or `view`. */
export const problemsOf = (root: string, issues: readonly Issue[]): readonly Problem[] =>
  issues.map((issue) => problemAt(root, issue.path, wordsOf(issue)));
