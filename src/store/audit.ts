import type { AuditEntry } from '../domain/effect.ts';
import type { EnvironmentId, RunId, UserId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import type { Store } from '../ports/store.ts';
import { json } from './documents/scalars.ts';
import type { AuditRow } from './generated/client.ts';
import type { Tables } from './tables.ts';

const entryOf = ({ at, actor, action, environment, run, detail }: AuditRow): AuditEntry => ({
  at: epochMs(at.getTime()),
  actor: actor as UserId | null,
  action,
  environment: environment as EnvironmentId | null,
  run: run as RunId | null,
  detail: json.parse(detail),
});

/** Who did what when. */
export function audit({ prisma }: Pick<Tables, 'prisma'>): Pick<Store, 'audit'> {
  return {
    audit: async ({ run, limit }) => {
      const where = run === null ? {} : { run: typeof run === 'string' ? run : { in: [...run] } };
      return (await prisma.auditRow.findMany({ where, orderBy: { sequence: 'desc' }, take: limit })).map(entryOf);
    },
  };
}
