import type { InquiryId } from '../../../src/domain/ids.ts';
import { lossModal } from '../../../src/render/loss-modal.ts';
import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, lossReport, pushRun, staging, warnings } from './shop.ts';

const report = { ...lossReport, push: { kind: 'possible' as const, warnings } };

export const push: readonly Sample[] = [
  {
    what: "What would be lost, in Prisma's own words:",
    card: lossModal({ environment: staging, inquiry: 'q1' as InquiryId, report }),
  },
  { what: 'Its card, afterwards:', card: runCard(aView({ run: pushRun, environment: staging })) },
];
