import { createHash } from 'node:crypto';
import type { Sha256 } from '../domain/ids.ts';
import type { Review } from '../domain/review.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { reviewFiles } from './review-pending.ts';

/** What the reviewer says of SQL that is no file yet, with the database as it is now. */
export async function reviewSql(
  { targets, session }: { readonly targets: Targets; readonly session: TargetSession },
  { name, sql }: { readonly name: string; readonly sql: string },
): Promise<Review> {
  const pending = [{ name, sha256: sqlSum(sql) }];
  return (await reviewFiles({ targets, session, pending, earlier: null, limits: null }, [{ path: name, sql }])).review;
}

export const sqlSum = (sql: string): Sha256 => createHash('sha256').update(sql).digest('hex') as Sha256;
