import { z } from 'zod';
import { type Gate, gateHolds, gateIds } from '../../domain/gates/gate.ts';
import { list, object, type Same } from './scalars.ts';

export const gateDocument = object({
  id: z.enum(gateIds),
  holds: z.enum(gateHolds),
  sentence: z.string(),
  waysOut: list(z.string()),
  details: list(z.string()),
});
true satisfies Same<z.infer<typeof gateDocument>, Gate>;
