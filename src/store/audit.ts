import { createHash } from 'node:crypto';
import type { AuditEntry } from '../domain/effect.ts';
import type { EnvironmentId, RunId, UserId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import type { Store } from '../ports/store.ts';
import { canonicalAudit } from './commit-effects.ts';
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
      const where = run === null ? {} : { run };
      return (await prisma.auditRow.findMany({ where, orderBy: { sequence: 'desc' }, take: limit })).map(entryOf);
    },
  };
}

/** Whether every entry still is what was written, none is missing between two, and the last one is the chain's head. */
export type AuditState =
  | { readonly kind: 'intact'; readonly entries: number }
  | { readonly kind: 'broken'; readonly atEntry: number };

const page = 1_000;

/** Walks the whole chain. */
export async function checkAudit({ prisma }: Pick<Tables, 'prisma'>): Promise<AuditState> {
  const head = await prisma.auditHeadRow.findFirstOrThrow();
  let hash = '';
  let sequence = 0n;
  for (;;) {
    const rows = await prisma.auditRow.findMany({
      where: { sequence: { gt: sequence, lte: head.sequence } },
      orderBy: { sequence: 'asc' },
      take: page,
    });
    for (const row of rows) {
      hash = nextHash(hash, entryOf(row));
      sequence += 1n;
      if (row.sequence !== sequence || row.hash !== hash) return { kind: 'broken', atEntry: Number(sequence) };
    }
    if (rows.length < page) break;
  }
  const whole = sequence === head.sequence && hash === head.hash;
  return whole ? { kind: 'intact', entries: Number(sequence) } : { kind: 'broken', atEntry: Number(sequence) + 1 };
}

const nextHash = (previous: string, entry: AuditEntry) =>
  createHash('sha256')
    .update(`${previous}${canonicalAudit(entry)}`)
    .digest('hex');
