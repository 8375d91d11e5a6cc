import type { DownReport, DriftReport } from '../../src/domain/drift.ts';
import type { Sha256 } from '../../src/domain/ids.ts';
import { at } from '../unit/render/samples.ts';
import { finding, review } from './sample-reviews.ts';

const [adopt, revert, downSum] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [Sha256, Sha256, Sha256];
const unseen =
  'Prisma compares tables, columns, types, defaults, indexes and keys; not views, triggers, functions, checks, policies, rights and rows';

export const driftSql: ReadonlyMap<Sha256, string> = new Map([
  [
    adopt,
    '-- CreateTable\nCREATE TABLE "public"."Note" (\n    "id" SERIAL NOT NULL,\n    "text" TEXT NOT NULL,\n\n    CONSTRAINT "Note_pkey" PRIMARY KEY ("id")\n);\n\n-- CreateIndex\nCREATE INDEX "Order_note_idx" ON "public"."Order"("note" ASC);\n',
  ],
  [revert, '-- DropIndex\nDROP INDEX "public"."Order_note_idx";\n\n-- DropTable\nDROP TABLE "public"."Note";\n'],
  [downSum, '-- AlterTable\nALTER TABLE "public"."Order" DROP COLUMN "note";\n'],
]);

export const driftReport: DriftReport = {
  lookedAt: at(),
  prismaVersion: '7.10.0',
  basis: 'applied-files',
  applied: 41,
  difference: {
    adopt,
    revert,
    review: review(
      [
        finding({
          file: 'revert.sql',
          rule: 'B02',
          tier: 'compat',
          severity: 'risky',
          table: 'Note',
          title: 'A table is dropped',
          sentence: 'Note and its 12 rows are gone.',
          held: null,
        }),
      ],
      { files: [{ name: 'revert.sql', verdict: 'risky', statements: 2, locks: [] }] },
    ),
  },
  beside: ['no applied file made table "Note"', 'no applied file made index "Order_note_idx"'],
  limits: [unseen],
};

export const downReport: DownReport = {
  lookedAt: at(),
  prismaVersion: '7.10.0',
  undoes: ['20261103101500_add_note'],
  name: '20261122140200_rollback_add_note',
  migrationsPath: 'prisma/migrations',
  sql: downSum,
  review: review(
    [
      finding({
        file: '20261122140200_rollback_add_note',
        rule: 'B01',
        tier: 'compat',
        severity: 'risky',
        table: 'Order',
        title: 'A column is dropped',
        sentence: 'Code that still reads Order.note breaks as soon as this is applied.',
        held: null,
      }),
    ],
    { files: [{ name: '20261122140200_rollback_add_note', verdict: 'risky', statements: 1, locks: [] }] },
  ),
  writable: { kind: 'yes' },
  limits: [unseen],
  writing: { kind: 'none' },
};
