import { atLeast } from '../../../src/review/order.ts';
import type { RelationReview, StatementReview } from '../../../src/review/types.ts';
import type { Outcome, Truth } from './measure.ts';

/** How a forecast stands to the truth. `weaker` is a fault of the reviewer, `stronger` costs it exactness. */
export type Judged =
  | { readonly kind: 'equal' }
  | { readonly kind: 'stronger' | 'weaker'; readonly why: string }
  /** Says nothing about the forecast: a name that is not there, a type that does not fit. */
  | { readonly kind: 'refused' }
  /** Met no row: what would have been done to one did not show, so it can only be seen to be too weak. */
  | { readonly kind: 'idle' };

const outsideOnly = '25001';

/** The rows that are there stood in the way: a constraint, or a value that does not fit the new type. */
function isByData(code: string, sql: string): boolean {
  return (
    (/^(ALTER|CREATE|REINDEX)/.test(sql) && /^23/.test(code)) ||
    (/ TYPE /.test(sql) && /^22(00[1378]|018|P0)/.test(code))
  );
}

export function judge(outcome: Outcome, review: StatementReview): Judged {
  if (outcome.kind === 'ran') {
    const judged = judgeRelations(outcome.relations, review);
    if (judged.kind === 'stronger' && outcome.rows === 0 && isAboutRows(review)) return { kind: 'idle' };
    if (judged.kind === 'weaker' || review.transactional) return judged;
    return { kind: 'stronger', why: 'said to need no transaction, and ran in one' };
  }
  if (outcome.code === outsideOnly)
    return review.transactional
      ? { kind: 'weaker', why: `said to run in a transaction: ${outcome.message}` }
      : { kind: 'equal' };
  if (isByData(outcome.code, review.sql) && review.verdict === 'safe')
    return { kind: 'weaker', why: `safe, and fails on the data: ${outcome.message}` };
  return { kind: 'refused' };
}

function isAboutRows({ relations }: StatementReview): boolean {
  return relations.some(({ work }) => work === 'data');
}

function judgeRelations(truth: ReadonlyMap<string, Truth>, review: StatementReview): Judged {
  const said = new Map(review.relations.map((one) => [one.name, one]));
  const stronger: string[] = [];
  for (const [name, one] of truth) {
    const why = weakness(one, said.get(name));
    if (why !== null) return { kind: 'weaker', why: `${name}: ${why}` };
    const more = excess(one, said.get(name));
    if (more !== null) stronger.push(`${name}: ${more}`);
  }
  return stronger.length === 0 ? { kind: 'equal' } : { kind: 'stronger', why: stronger.join('; ') };
}

function weakness(truth: Truth, said: RelationReview | undefined): string | null {
  const { lock = null, work = 'metadata' } = said ?? {};
  if (truth.lock !== null && !atLeast(lock, truth.lock)) return `lock said ${lock}, is ${truth.lock}`;
  if (truth.rewritten && work !== 'rewrite') return `work said ${work}, is a rewrite`;
  return truth.scanned && work === 'metadata' ? 'work said metadata, is a scan' : null;
}

function excess(truth: Truth, said: RelationReview | undefined): string | null {
  const { lock = null, work = 'metadata' } = said ?? {};
  if (lock !== truth.lock) return `lock said ${lock}, is ${truth.lock}`;
  if (work === 'rewrite' && !truth.rewritten) return 'work said rewrite, is none';
  const reads = work === 'scan' || work === 'index-build' || work === 'validate';
  return reads && !truth.read ? `work said ${work}, and nothing is read` : null;
}
