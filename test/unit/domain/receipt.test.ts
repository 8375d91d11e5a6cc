import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { differencesOf, markOf, type ReceiptParts, receiptOf } from '../../../src/domain/receipt.ts';
import type { ReviewFinding } from '../../../src/domain/review.ts';
import type { HistoryMark } from '../../../src/domain/run.ts';
import { sampleBackup } from '../../fakes/sample-backups.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { approvals, ben, environment, noon, plan, staging } from './samples.ts';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)] as [Sha256, Sha256];
const mark: HistoryMark = { name: 'init', checksum: one, finished: true, rolledBack: false };
const file = { path: 'backups/a.dump', bytes: 10, modifiedAt: noon };
const parts: ReceiptParts = {
  environment: environment(),
  purpose: { kind: 'deploy' },
  pending: [
    { name: 'a', sha256: one },
    { name: 'b', sha256: two },
  ],
  history: [mark],
  review: null,
};
const found = { extent: 'none', present: 0, absent: 3, unknown: 0, file: one } as const;
const resolving = { kind: 'resolve', migration: 'b', as: 'rolled-back', found, reason: null } as const;
const changed = (change: Partial<ReceiptParts>) => receiptOf({ ...parts, ...change });
const bySame = receiptOf(parts);

describe('receiptOf', () => {
  it('is another for another end, another extent or another file, and the same whatever the reason', () => {
    const approved = changed({ purpose: resolving });
    const other = (change: object) => changed({ purpose: { ...resolving, ...change } });
    expect(other({ as: 'applied' })).not.toBe(approved);
    expect(other({ migration: 'a' })).not.toBe(approved);
    expect(other({ found: { ...found, extent: 'some' } })).not.toBe(approved);
    expect(other({ found: { ...found, file: two } })).not.toBe(approved);
    expect(other({ reason: 'we looked' })).toBe(approved);
  });

  it('is a lower-case SHA-256, the same for the same parts', () => {
    expect(bySame).toMatch(/^[0-9a-f]{64}$/);
    expect(receiptOf(structuredClone(parts))).toBe(bySame);
  });

  it.each<[string, Partial<ReceiptParts>]>([
    [
      'the content of a file',
      {
        pending: [
          { name: 'a', sha256: two },
          { name: 'b', sha256: two },
        ],
      },
    ],
    ['the order of the files', { pending: [...parts.pending].reverse() }],
    ['a file more', { pending: [...parts.pending, { name: 'c', sha256: one }] }],
    ['the history', { history: [] }],
    ['a migration that was rolled back', { history: [{ ...mark, rolledBack: true }] }],
    ['the number of approvals', { environment: environment({ approvals: { ...approvals, required: 1 } }) }],
    ['the backup approvers', { environment: environment({ approvals: { ...approvals, backup: [ben] } }) }],
    ['the checklist', { environment: environment({ checklist: ['backup'] }) }],
    ['the end of a migration', { purpose: resolving }],
    ['the protection', { environment: environment({ protected: false }) }],
    ['the source of promotion', { environment: environment({ promotesFrom: null }) }],
    ['the environment', { environment: environment({}, staging) }],
    ['what the review finds', { review: review([finding()]) }],
    ['a review that broke', { review: { kind: 'not-reviewed', why: 'x' } }],
    ['the kind of run', { purpose: { kind: 'restore', backup: file, known: null } }],
  ])('changes with %s', (_, change) => {
    expect(changed(change)).not.toBe(bySame);
  });

  it('changes with the weight of a finding, and not with its words or estimate', () => {
    const withFinding = (change: Partial<ReviewFinding>) => changed({ review: review([finding(change)]) });
    expect(withFinding({ severity: 'risky' })).not.toBe(withFinding({}));
    expect(withFinding({ held: { fromMs: 5, toMs: 9 }, sentence: 'Other words.' })).toBe(withFinding({}));
  });

  it('changes with the backup that is to be restored', () => {
    const restore = (path: string) => changed({ purpose: { kind: 'restore', backup: { ...file, path }, known: null } });
    expect(restore('backups/a.dump')).not.toBe(restore('backups/b.dump'));
    const known = (sha256: Sha256) =>
      changed({ purpose: { kind: 'restore', backup: file, known: sampleBackup({ sha256 }) } });
    expect(known(one)).not.toBe(known(two));
    expect(known(one)).not.toBe(restore(file.path));
  });

  it('does not change with host, directory, times or who may approve', () => {
    const elsewhere = {
      ...environment(),
      directory: '/srv/app',
      exec: ['docker', 'exec'],
      limits: { stepMs: 1, lockTimeoutMs: 1, statementTimeoutMs: 1, waiting: null },
    };
    expect(changed({ environment: elsewhere })).toBe(bySame);
    expect(changed({ environment: environment({ rights: { ...environment().policy.rights, approve: [ben] } }) })).toBe(
      bySame,
    );
    expect(changed({ environment: environment({ announce: [] }) })).toBe(bySame);
  });
});

describe('markOf', () => {
  it('keeps whether a migration finished and was rolled back, not when', () => {
    const row = {
      id: '1',
      name: 'init',
      checksum: one,
      startedAt: noon,
      finishedAt: null,
      rolledBackAt: noon,
      logs: 'secret',
    };
    expect(markOf(row)).toEqual({ name: 'init', checksum: one, finished: false, rolledBack: true });
  });
});

describe('differencesOf', () => {
  const before = plan({ pending: parts.pending, history: [mark], review: review([finding()]) });
  it.each<[string, Partial<ReceiptParts>, readonly string[]]>([
    [
      'a changed file',
      {
        pending: [
          { name: 'a', sha256: two },
          { name: 'b', sha256: two },
        ],
        history: [mark],
      },
      ['a was changed'],
    ],
    ['a new file', { pending: [...parts.pending, { name: 'c', sha256: one }], history: [mark] }, ['c is new']],
    [
      'a file that somebody else applied',
      { pending: [{ name: 'b', sha256: two }], history: [mark, { ...mark, name: 'a' }] },
      ['a is no longer pending'],
    ],
    ['another history', { pending: parts.pending, history: [] }, ['the history of the database changed']],
    [
      'a review that weighs more',
      { pending: parts.pending, history: [mark], review: review([finding({ severity: 'risky' })]) },
      ['a, statement 1: L01 is risky now, it was caution'],
    ],
    ['other rules', { pending: parts.pending, history: [mark] }, ['the rules of the environment changed']],
  ])('names %s', (_, now, sentences) => {
    expect(differencesOf(before, { ...before, ...now })).toEqual(sentences);
  });
});
