import type { InquiryId } from '../../../src/domain/ids.ts';
import { lossModal } from '../../../src/render/loss-modal.ts';
import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, lossReport, resetRun, staging } from './shop.ts';

export const reset: readonly Sample[] = [
  {
    what: 'What would be lost, before anything begins:',
    card: lossModal({ environment: staging, inquiry: 'q1' as InquiryId, report: lossReport }),
  },
  { what: 'Its card, afterwards:', card: runCard(aView({ run: resetRun, environment: staging })) },
];
