import type { InquiryId } from '../../../src/domain/ids.ts';
import { plan as planCard } from '../../../src/render/plan.ts';
import type { Sample } from './sample.ts';
import { ana, plan as planned, production, reviewed, surroundings } from './shop.ts';

export const plan: readonly Sample[] = [
  {
    what: 'Three migrations, one of which drops a column:',
    card: planCard({
      ...surroundings,
      inquiry: 'q1' as InquiryId,
      askedBy: ana,
      finding: {
        kind: 'plan',
        environment: production.id,
        report: {
          lookedAt: planned.preparedAt,
          pending: planned.pending,
          review: reviewed,
          gates: [],
          prismaVersion: '7.10.0',
        },
      },
    }),
  },
];
