import type { InquiryId } from '../../../src/domain/ids.ts';
import { resolve as resolveCard } from '../../../src/render/resolve.ts';
import { resolveModal } from '../../../src/render/resolve-modal.ts';
import type { Sample } from './sample.ts';
import { ana, nothingThere, production, resolveReport } from './shop.ts';

const about = { environment: production, inquiry: 'q1' as InquiryId };

export const resolve: readonly Sample[] = [
  {
    what: 'A migration that failed and left a part behind:',
    card: resolveCard({
      ...about,
      askedBy: ana,
      as: 'rolled-back',
      finding: { kind: 'resolve', environment: production.id, report: resolveReport },
    }),
  },
  {
    what: 'The request to record the end, where nothing was left:',
    card: resolveModal({ ...about, report: nothingThere, as: 'rolled-back' }),
  },
];
