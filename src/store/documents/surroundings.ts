import { z } from 'zod';
import type { Freeze } from '../../domain/freeze.ts';
import type { KnownGroup, KnownPerson } from '../../ports/store.ts';
import { environmentId, groupId, list, moment, object, runId, type Same, userId } from './scalars.ts';

const freezeDocument = object({
  environment: environmentId,
  reason: z.string(),
  by: userId,
  since: moment,
  until: moment.nullable(),
});
true satisfies Same<z.infer<typeof freezeDocument>, Freeze>;

const knownGroup = object({ members: list(userId), fetchedAt: moment });
true satisfies Same<z.infer<typeof knownGroup>, KnownGroup>;

const knownPerson = object({ fullMember: z.boolean(), zone: z.string().nullable(), fetchedAt: moment });
true satisfies Same<z.infer<typeof knownPerson>, KnownPerson>;

/** Everybody of whom Slack ever said something. */
export const peopleDocument = object({
  groups: list(object({ id: groupId, ...knownGroup.shape })),
  people: list(object({ id: userId, ...knownPerson.shape })),
});

/** What the one query about an environment's surroundings answers. Runs are parsed apart. */
export const surroundingsDocument = object({
  freeze: freezeDocument.nullable(),
  open: object({ id: runId, document: z.unknown() }).nullable(),
  executing: runId.nullable(),
  ...peopleDocument.shape,
});
