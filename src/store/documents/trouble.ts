import { z } from 'zod';
import { type Trouble, troubleCodes } from '../../domain/trouble.ts';
import { list, type Same } from './scalars.ts';

export const troubleDocument = z.strictObject({
  code: z.enum(troubleCodes),
  message: z.string(),
  facts: list(z.strictObject({ label: z.string(), value: z.string() })),
});
true satisfies Same<z.infer<typeof troubleDocument>, Trouble>;
