import type { InquiryId } from '../../../src/domain/ids.ts';
import { locks as locksCard } from '../../../src/render/locks.ts';
import { locksFinding, nothingWaits, threeDeep } from '../../../test/unit/render/lock-samples.ts';
import type { Sample } from './sample.ts';
import { ana, production } from './shop.ts';

const common = { environment: production, inquiry: 'q1' as InquiryId, atWork: null, askedBy: ana };

export const locks: readonly Sample[] = [
  {
    what: "A worker forgot its transaction, a change of the table waits for it, and the shop's readers wait behind that. From three levels on the tree also comes as a picture, in the thread:",
    card: locksCard({ ...common, finding: locksFinding(threeDeep) }),
  },
  { what: 'Nothing is in the way:', card: locksCard({ ...common, finding: locksFinding(nothingWaits) }) },
];
