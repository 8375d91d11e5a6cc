import type { InquiryId } from '../../../src/domain/ids.ts';
import { down } from '../../../src/render/down.ts';
import { restoreModal } from '../../../src/render/restore-modal.ts';
import { runCard } from '../../../src/render/run-card.ts';
import { downReport, driftSql } from '../../../test/fakes/sample-drift.ts';
import type { Sample } from './sample.ts';
import { ana, aView, backup, backupsReport, production, restored } from './shop.ts';

export const rollback: readonly Sample[] = [
  {
    what: 'The three ways back, after a migration failed:',
    card: restoreModal({
      environment: production,
      inquiry: 'q1' as InquiryId,
      report: { ...backupsReport, newest: downReport.undoes, failed: ['20261122090000_add_parcels'] },
      known: [backup],
      suggested: null,
      zone: 'Europe/Berlin',
      took: { restoreMs: 94_000, migrationMs: null, markMs: 6_000 },
    }),
  },
  { what: 'The request to restore, afterwards:', card: runCard(aView({ run: restored })) },
  {
    what: 'The other way, a migration that takes the newest one back:',
    card: down({
      environment: production,
      inquiry: 'q2' as InquiryId,
      report: downReport,
      sql: driftSql,
      askedBy: ana,
      attached: true,
    }),
  },
];
