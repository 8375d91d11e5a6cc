import { z } from 'zod';
import { type Trouble, troubleCodes } from '../../domain/trouble.ts';
import { list, object, type Same } from './scalars.ts';

export const troubleDocument = object({
  code: z.enum(troubleCodes),
  message: z.string(),
  facts: list(object({ label: z.string(), value: z.string() })),
});
true satisfies Same<z.infer<typeof troubleDocument>, Trouble>;
