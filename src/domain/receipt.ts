import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical-json.ts';
import type { Environment } from './environment.ts';
import type { Sha256 } from './ids.ts';
import type { HistoryRow } from './migration.ts';
import type { ResolvePurpose } from './resolve.ts';
import { type Review, reviewDifferences } from './review.ts';
import type { HistoryMark, Plan, Purpose } from './run.ts';

/** What an approval is for. Changes only when something that matters did: no sizes, times, paths or hosts. */
export interface ReceiptParts {
  readonly environment: Environment;
  readonly purpose: Purpose;
  readonly pending: Plan['pending'];
  readonly history: Plan['history'];
  readonly review: Plan['review'];
}

/** SHA-256 over canonical JSON of the parts. */
export function receiptOf({ environment, purpose, pending, history, review }: ReceiptParts): Sha256 {
  const { approvals, checklist, protected: isProtected, promotesFrom } = environment.policy;
  const text = canonicalJson({
    environment: environment.id,
    kind: purpose.kind,
    ...(purpose.kind === 'resolve' ? { resolve: resolvePart(purpose) } : {}),
    backup: purpose.kind === 'restore' ? [purpose.backup.path, purpose.known?.sha256 ?? null] : null,
    ...pushPart(purpose),
    pending: pending.map(({ name, sha256 }) => [name, sha256]),
    history: history.map((mark) => [mark.name, mark.checksum, mark.finished, mark.rolledBack]),
    policy: {
      approvals: approvals === null ? null : { ...approvals, backup: [...approvals.backup] },
      checklist: [...checklist],
      protected: isProtected,
      promotesFrom,
    },
    review: reviewPart(review),
  });
  return createHash('sha256').update(text).digest('hex') as Sha256;
}

/** Which end of which file, and what was found of it when it was asked for. */
const resolvePart = ({ migration, as, found }: ResolvePurpose) => [migration, as, found.extent, found.file];

/** What a push was said to lose is part of what was agreed to. */
const pushPart = (purpose: Purpose) =>
  purpose.kind === 'push' ? { push: { warnings: [...purpose.warnings], forceReset: purpose.forceReset } } : {};

/** Version 0: people review alone. Why a review broke may be worded anew each time. */
function reviewPart(review: Review | null) {
  if (review === null) return { version: 0, findings: [] };
  return review.kind === 'reviewed' ? { version: review.version, findings: review.mark } : { broke: true };
}

/** A history row as far as an approval depends on it. */
export function markOf(row: HistoryRow): HistoryMark {
  return {
    name: row.name,
    checksum: row.checksum,
    finished: row.finishedAt !== null,
    rolledBack: row.rolledBackAt !== null,
  };
}

/** What differs between two plans, a sentence each, for the card: "20240301_add_total was changed". */
export function differencesOf(before: Plan, now: Pick<Plan, 'pending' | 'history' | 'review'>): readonly string[] {
  const old = new Map(before.pending.map(({ name, sha256 }) => [name, sha256]));
  const present = new Map(now.pending.map(({ name, sha256 }) => [name, sha256]));
  const changed = [...present].flatMap(([name, sha256]) => {
    if (!old.has(name)) return [`${name} is new`];
    return old.get(name) === sha256 ? [] : [`${name} was changed`];
  });
  const gone = [...old.keys()].filter((name) => !present.has(name)).map((name) => `${name} is no longer pending`);
  const files = [...changed, ...gone];
  const sameHistory = canonicalJson(marks(before.history)) === canonicalJson(marks(now.history));
  const history = sameHistory || gone.length > 0 ? [] : ['the history of the database changed'];
  const said = [...files, ...history, ...(files.length === 0 ? reviewDifferences(before.review, now.review) : [])];
  return said.length > 0 ? said : ['the rules of the environment changed'];
}

const marks = (history: Plan['history']) =>
  history.map((mark) => [mark.name, mark.checksum, mark.finished, mark.rolledBack]);
