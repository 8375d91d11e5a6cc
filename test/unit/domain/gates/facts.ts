import type { GateFacts } from '../../../../src/domain/gates/gate.ts';
import { environment } from '../samples.ts';

/** What gates are judged by where none is closed, with the given parts replaced. */
export const gateFacts = (change: Partial<GateFacts> = {}): GateFacts => ({
  environment: environment(),
  migrationsPath: 'prisma/migrations',
  files: [],
  history: [],
  comparison: { applied: [], pending: [], failed: [], edited: [], missing: [], outOfOrder: [] },
  lock: null,
  pooler: null,
  drift: { kind: 'compared', differences: [], undeclared: [], unsure: [] },
  ...change,
});
