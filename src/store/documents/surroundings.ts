import { z } from 'zod';
import type { Freeze } from '../../domain/freeze.ts';
import type { KnownGroup, KnownPerson } from '../../ports/store.ts';
import { environmentId, groupId, list, moment, runId, type Same, userId } from './scalars.ts';

const freezeDocument = z.strictObject({
  environment: environmentId,
  reason: z.string(),
  by: userId,
  since: moment,
  until: moment.nullable(),
});
true satisfies Same<z.infer<typeof freezeDocument>, Freeze>;

const knownGroup = z.strictObject({ members: list(userId), fetchedAt: moment });
true satisfies Same<z.infer<typeof knownGroup>, KnownGroup>;

const knownPerson = z.strictObject({ fullMember: z.boolean(), zone: z.string().nullable(), fetchedAt: moment });
true satisfies Same<z.infer<typeof knownPerson>, KnownPerson>;

/** Everybody of whom Slack ever said something. */
export const peopleDocument = z.strictObject({
  groups: list(z.strictObject({ id: groupId, ...knownGroup.shape })),
  people: list(z.strictObject({ id: userId, ...knownPerson.shape })),
});

/** What the one query about an environment's surroundings answers. Runs are parsed apart. */
export const surroundingsDocument = z.strictObject({
  freeze: freezeDocument.nullable(),
  open: z.unknown(),
  executing: runId.nullable(),
  ...peopleDocument.shape,
});
