import { z } from 'zod';
import {
  type Blocker,
  deedOutcomes,
  type LockNode,
  type LocksReport,
  type PreparedSeen,
  type SessionAct,
  type SessionSeen,
} from '../../domain/locks.ts';
import { list, moment, object, runId, type Same, userId } from './scalars.ts';

const word = z.string().nullable();
const ms = z.number().nullable();

const session = object({
  kind: z.literal('session'),
  pid: z.number(),
  backendStart: word,
  transactionStart: word,
  application: word,
  user: word,
  process: word,
  state: word,
  stateMs: ms,
  transactionMs: ms,
  sessionMs: ms,
  statement: word,
  mayEnd: z.boolean(),
  part: z.enum(['app', 'migration', 'godwit']),
});
true satisfies Same<z.infer<typeof session>, SessionSeen>;

const prepared = object({
  kind: z.literal('prepared'),
  gid: z.string(),
  user: word,
  preparedMs: z.number(),
});
true satisfies Same<z.infer<typeof prepared>, PreparedSeen>;

const node = object({
  id: z.string(),
  depth: z.number(),
  who: z.discriminatedUnion('kind', [session, prepared]),
  wait: object({
    on: z.enum(['relation', 'row', 'transaction', 'snapshot', 'prisma-lock', 'advisory', 'other']),
    name: word,
    mode: z.string(),
    ms,
  }).nullable(),
  behind: z.number(),
  alsoBehind: list(z.string()),
  deadlock: z.boolean(),
  ofRun: z.boolean(),
});
true satisfies Same<z.infer<typeof node>, LockNode>;

export const locksReportDocument = object({
  lookedAt: moment,
  waiting: z.number(),
  levels: z.number(),
  nodes: list(node),
  more: z.number(),
  idle: object({ count: z.number(), oldestMs: ms, oldest: list(session) }),
  hidden: z.number(),
  run: object({ id: runId, own: z.boolean(), migrates: z.boolean(), ms }).nullable(),
});
true satisfies Same<z.infer<typeof locksReportDocument>, LocksReport>;

const mark = object({ pid: z.number(), backendStart: z.string(), transactionStart: word });

export const blockerDocument = object({
  pid: z.number(),
  application: word,
  user: word,
  state: word,
  ageMs: ms,
  mark: mark.nullable(),
});
true satisfies Same<z.infer<typeof blockerDocument>, Blocker>;

export const sessionActDocument = object({
  session: mark,
  application: word,
  user: word,
  deed: z.enum(['cancel', 'end']),
  by: userId,
  at: moment,
  outcome: z.enum(deedOutcomes).nullable(),
  blocks: runId.optional(),
});
true satisfies Same<z.infer<typeof sessionActDocument>, SessionAct>;
