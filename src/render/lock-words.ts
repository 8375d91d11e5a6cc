import type { RelationLock } from '../domain/review.ts';
import { code, type Mrkdwn, md } from './escape.ts';

/** What others cannot do meanwhile, by the lock's name in `pg_locks`. */
const blocks: Readonly<Record<string, string>> = {
  AccessExclusive: 'nobody can read or write it',
  Exclusive: 'nobody can write it',
  ShareRowExclusive: 'nobody can write it',
  Share: 'nobody can write it',
  ShareUpdateExclusive: 'its definition cannot change',
};

const whileWork: Readonly<Record<string, string>> = {
  rewrite: 'while it is written anew',
  'index-build': 'while an index is built',
  scan: 'while it is read through',
  validate: 'while its rows are checked',
  data: 'while its rows are changed',
  metadata: 'for a moment',
};

/** "`orders`: nobody can write it while an index is built" */
export const lockWords = ({ table, lock, work }: RelationLock): Mrkdwn =>
  md`${code(table)}: ${blocks[lock] ?? `locked (${lock})`} ${whileWork[work] ?? ''}`;
