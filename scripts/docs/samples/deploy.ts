import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aRun, aView, blocked, failed, plan, reviewed, succeeded } from './shop.ts';

export const deploy: readonly Sample[] = [
  {
    what: 'The request, while it collects:',
    card: runCard(aView({ run: aRun({ plan: { ...plan, review: reviewed } }) })),
  },
  {
    what: 'While its migration waits for the lock of somebody else: Godwit tries up to 5 times, each time only after it proved that nothing of the file stayed; whoever holds the right `operate` can stop the session from here:',
    card: runCard(aView({ run: blocked })),
  },
  { what: 'The same card when all went well:', card: runCard(aView({ run: succeeded })) },
  { what: 'And when a migration did not go through:', card: runCard(aView({ run: failed })) },
  {
    what: 'An emergency (`deploy production --emergency orders cannot be paid`), until somebody else looked at it:',
    card: runCard(
      aView({
        run: {
          ...succeeded,
          emergency: {
            by: succeeded.requestedBy,
            at: succeeded.requestedAt,
            reason: 'orders cannot be paid',
            reviewed: null,
            reminders: 0,
          },
        },
        readiness: { emergency: true, rows: [], approvals: null, missing: [], ready: true, startsAt: null },
      }),
    ),
  },
];
