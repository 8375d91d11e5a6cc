import { describe, expect, test } from 'vitest';
import type { InquiryId } from '../../../src/domain/ids.ts';
import type { PushForecast } from '../../../src/domain/inquiry.ts';
import type { DetailStatement } from '../../../src/domain/review-detail.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { loadingModal, troubleModal } from '../../../src/render/loading-modal.ts';
import { lossModal } from '../../../src/render/loss-modal.ts';
import { rejectModal } from '../../../src/render/reject-modal.ts';
import { resolveModal } from '../../../src/render/resolve-modal.ts';
import { restoreModal } from '../../../src/render/restore-modal.ts';
import { reviewModal } from '../../../src/render/review-modal.ts';
import { windowModal } from '../../../src/render/window-modal.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { modalProblems } from '../../support/block-kit.ts';
import {
  aRun,
  at,
  backup,
  backupsReport,
  ben,
  lossReport,
  nothingThere,
  plan,
  production,
  resolveReport,
  sha,
  staging,
  warnings,
} from './samples.ts';

const longSql = Array.from({ length: 274 }, (_, line) => `INSERT INTO "Order" VALUES (${line});`).join('\n');
const sql = new Map([
  [sha('1'), 'ALTER TABLE "User" ADD COLUMN "preferences" JSONB;\n'],
  [sha('2'), longSql],
  [sha('3'), 'ALTER TABLE "User" DROP COLUMN "legacyFlags";\n'],
]);
const reviewed = aRun({
  checklist: { backup: null, review: { by: ben, at: at(2), receipt: plan.receipt }, window: null, notify: null },
});
const restoring = {
  took: { restoreMs: 94_000, migrationMs: null, markMs: 8_000 },
  environment: production,
  report: backupsReport,
  known: [backup],
  inquiry: 'i1' as InquiryId,
  suggested: null,
  zone: 'Europe/Berlin',
};
const choosingScript = { command: ['./scripts/rollback.sh', '{env}'], answers: [] };

const quiet = (text: string): DetailStatement => ({ line: 1, sql: text, verdict: 'safe', locks: [], findings: [] });

const resolving = { environment: production, inquiry: 'i1' as InquiryId };

const losing = { environment: staging, inquiry: 'i1' as InquiryId };
const many = Array.from({ length: 40 }, (_, place) => ({ name: `Table_${place}`, rows: place, bytes: 8_192 }));
const pushing = (push: PushForecast) => lossModal({ ...losing, report: { ...lossReport, push } });

const modals = {
  'resolve: what is true': resolveModal({ ...resolving, report: nothingThere, as: 'rolled-back' }),
  'resolve: with a reason': resolveModal({ ...resolving, report: resolveReport, as: 'applied' }),
  'restore: beside a failed migration': restoreModal({
    ...restoring,
    report: { ...backupsReport, failed: ['20261103101500_index_orders_by_day'] },
  }),
  'reset: what would be lost': lossModal({ ...losing, report: lossReport }),
  'reset: an empty database': lossModal({ ...losing, report: { ...lossReport, tables: [] } }),
  'reset: many tables, with approvals': lossModal({
    ...losing,
    environment: { ...staging, policy: { ...staging.policy, approvals: production.policy.approvals } },
    report: { ...lossReport, tables: many, leftOut: 3 },
  }),
  'push: what would be lost': pushing({ kind: 'possible', warnings }),
  'push: nothing would be lost': pushing({ kind: 'possible', warnings: [] }),
  'push: not possible with the rows': pushing({
    kind: 'impossible',
    changes: ['Added the required column `must` to the `Product` table without a default value.'],
  }),
  'push: nothing to push': pushing({ kind: 'in-sync' }),
  review: reviewModal({ run: aRun(), environment: production, sql, detail: null, mayReview: true }),
  'review: for reading': reviewModal({ run: reviewed, environment: production, sql, detail: null, mayReview: false }),
  'review: whole in the thread': reviewModal({
    run: aRun(),
    environment: production,
    sql,
    detail: null,
    mayReview: true,
    attached: true,
  }),
  'review: a text is not at hand': reviewModal({
    run: aRun(),
    environment: production,
    sql: new Map([...sql].slice(0, 1)),
    detail: null,
    mayReview: true,
  }),
  'review: statement by statement': reviewModal({
    run: aRun({ plan: { ...plan, review: review([finding({ severity: 'risky' })]) } }),
    environment: production,
    sql,
    detail: {
      mark: sha('e'),
      files: [
        {
          name: '20261101090000_add_user_preferences',
          sha256: sha('1'),
          verdict: 'safe',
          statements: [quiet('CREATE TABLE "A" (id int)'), quiet('CREATE TABLE "B" (id int)')],
          leftOut: 0,
        },
        {
          name: '20261103101500_index_orders_by_day',
          sha256: sha('2'),
          verdict: 'risky',
          statements: [
            {
              line: 4,
              sql: longSql,
              verdict: 'risky',
              locks: [{ table: 'Order', lock: 'Share', work: 'index-build' }],
              findings: [
                {
                  rule: 'L01',
                  severity: 'risky',
                  sentence: 'Building i blocks all writes to Order.',
                  remedy: 'CREATE INDEX CONCURRENTLY i ON "Order" (day);',
                  held: { fromMs: 3_000, toMs: 40_000 },
                  allowance: null,
                },
                {
                  rule: 'L28',
                  severity: 'caution',
                  sentence: 'It waits without a limit.',
                  remedy: "SET lock_timeout = '2s';",
                  held: null,
                  allowance: 'nobody is there at night',
                },
                {
                  rule: 'L30',
                  severity: 'safe',
                  sentence: 'Order stays locked while this runs.',
                  remedy: '-- Put this statement into the next migration file.',
                  held: null,
                  allowance: null,
                },
              ],
            },
          ],
          leftOut: 12,
        },
      ],
    },
    mayReview: true,
    attached: true,
  }),
  window: windowModal({ run: aRun(), environment: production }, at(58)),
  'window: none configured': windowModal({ run: aRun(), environment: staging }, at(58)),
  restore: restoreModal(restoring),
  'restore: nobody looked at the history': restoreModal({
    ...restoring,
    report: { ...backupsReport, applied: null },
    zone: 'Nowhere/At_all',
  }),
  'restore: the script chooses': restoreModal({
    ...restoring,
    environment: { ...production, rollback: choosingScript },
  }),
  'restore: no backups': restoreModal({ ...restoring, report: { ...backupsReport, backups: [] } }),
  reject: rejectModal({ run: aRun(), environment: production }),
  loading: loadingModal('Roll back'),
  trouble: troubleModal('Roll back', trouble('host-unreachable', 'db-1 does not answer')),
};

describe('modals', () => {
  test.each(Object.entries(modals))('%s', (_, view) => {
    expect(modalProblems(view)).toEqual([]);
    expect(JSON.stringify(view, null, 2)).toMatchSnapshot();
  });

  test('what can only be read has no submit button', () => {
    expect(modals['review: for reading'].submit).toBeUndefined();
    expect(modals['restore: no backups'].submit).toBeUndefined();
    expect(modals['review: a text is not at hand'].submit).toBeUndefined();
    expect(modals.review.submit?.text).toBe('I have reviewed this');
  });

  test('names the third way also where no migration failed, unless nobody could look', () => {
    const looked = (newest: readonly string[] | null) =>
      JSON.stringify(restoreModal({ ...restoring, report: { ...backupsReport, newest } }));
    expect(looked(['a'])).toContain('only a migration that failed, and none did');
    expect(looked(null)).not.toContain('mark as rolled back');
  });

  test('the suggested backup is chosen at first, a broken one is not offered', () => {
    const path = backupsReport.backups[1]?.path ?? '';
    const drawn = JSON.stringify(restoreModal({ ...restoring, suggested: path }));
    expect(drawn).toContain(
      `"initial_option":{"text":${JSON.stringify({ type: 'plain_text', text: '20 Nov 2026, 13:02 · 900 MB · before-the-move.dump', emoji: false })},"value":"${path}"`,
    );
    expect(drawn).not.toContain('"value":"backups/production/half.dump"');
  });
});

test('only what there is to decide carries a safe way', () => {
  const drawn = JSON.stringify(modals['review: statement by statement']);
  expect(drawn).toContain('CREATE INDEX CONCURRENTLY');
  expect(drawn).toContain('Order stays locked while this runs. (L30)');
  expect(drawn).not.toContain('the next migration file');
});
