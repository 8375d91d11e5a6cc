import type { InquiryId } from '../../../src/domain/ids.ts';
import { restoreModal } from '../../../src/render/restore-modal.ts';
import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, backup, backupsReport, production, restored } from './shop.ts';

export const rollback: readonly Sample[] = [
  {
    what: 'The choice of a backup:',
    card: restoreModal({
      environment: production,
      inquiry: 'q1' as InquiryId,
      report: backupsReport,
      known: [backup],
      suggested: null,
      zone: 'Europe/Berlin',
    }),
  },
  { what: 'Its request, afterwards:', card: runCard(aView({ run: restored })) },
];
