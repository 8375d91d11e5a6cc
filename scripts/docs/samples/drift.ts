import { drift as driftCard } from '../../../src/render/drift.ts';
import { driftReport, driftSql } from '../../../test/fakes/sample-drift.ts';
import type { Sample } from './sample.ts';
import { ana, production } from './shop.ts';

const asked = { environment: production, askedBy: ana, scheduled: false, attached: true, sql: driftSql };

export const drift: readonly Sample[] = [
  { what: 'A table and an index that somebody made by hand:', card: driftCard({ ...asked, report: driftReport }) },
  {
    what: 'The same database, once it is reverted:',
    card: driftCard({ ...asked, report: { ...driftReport, difference: null, beside: [] } }),
  },
];
