import type pg from 'pg';
import type { AuditEntry, Effect, Urgency } from '../domain/effect.ts';
import { fileKinds, type MessageSubject, messageKey } from '../domain/message.ts';
import { canonicalJson } from '../lib/canonical-json.ts';

/** The channel on which every commit that wrote an outbox row says so. */
export const outboxChannel = 'godwit_outbox';

/** Effects in the form that the statement below takes. */
export interface EffectRows {
  readonly jobs: readonly object[];
  readonly draws: readonly object[];
  readonly recalls: readonly object[];
  readonly audit: readonly object[];
}

/** Sorts effects by table. Pure. */
export function effectRows(effects: readonly Effect[]): EffectRows {
  const jobs = effects.flatMap((effect) => (effect.kind === 'enqueue' ? [{ kind: 'job', job: effect.job }] : []));
  const audit = effects.flatMap((effect) => (effect.kind === 'record' ? [auditRow(effect.entry)] : []));
  const recalls = effects.flatMap((effect) =>
    effect.kind === 'redraw-calls' ? [{ run: effect.run, person: effect.person }] : [],
  );
  return { jobs, draws: drawRows(effects), recalls, audit };
}

/** One a message, the most urgent one, by key: in this order every transaction locks the messages' rows. */
function drawRows(effects: readonly Effect[]): readonly object[] {
  const wanted = new Map<string, { subject: MessageSubject; urgency: Urgency }>();
  for (const effect of effects) {
    if (effect.kind !== 'draw') continue;
    const key = messageKey(effect.message);
    const urgency = wanted.get(key)?.urgency === 'result' ? 'result' : effect.urgency;
    wanted.set(key, { subject: effect.message, urgency });
  }
  return [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, draw]) => ({ key, ...draw }));
}

const auditRow = (entry: AuditEntry) => ({
  ...entry,
  at: new Date(entry.at).toISOString(),
  canonical: canonicalAudit(entry),
});

/** The text that an entry's hash covers. */
export const canonicalAudit = ({ at, actor, action, environment, run, detail }: AuditEntry): string =>
  canonicalJson({ at, actor, action, environment, run, detail });

/** What a drawing waits behind: `message` names a row of that table, `wanted` the urgency of what already stands. */
export const urgencyOf = (message: string, wanted: string): string => `
  CASE WHEN ${message}.subject ->> 'kind' IN (${fileKinds.map((kind) => `'${kind}'`).join(', ')}) THEN 'file'
       WHEN ${message}.ts IS NULL THEN 'post' ELSE ${wanted} END`;

/**
 * Common table expressions that write the effects handed in as `input.effects`, to be put behind `WITH input AS (…)`.
 * A message that never stood anywhere is posted before anything else; one that Slack refused for good is left alone.
 */
export const effectTables = `
  draws AS (
    SELECT DISTINCT ON (key) key, subject, urgency FROM (
      SELECT 1 AS place, d.* FROM input,
        jsonb_to_recordset(input.effects -> 'draws') AS d(key text, subject jsonb, urgency text)
      UNION ALL
      SELECT 2, called.key, called.subject, 'progress' FROM input,
        jsonb_to_recordset(input.effects -> 'recalls') AS r(run text, person text),
        message AS called
      WHERE called.run = r.run AND called.subject ->> 'kind' IN ('approval-call', 'review-call')
        AND coalesce(called.subject ->> 'person' = r.person, true)
    ) AS wanted
    ORDER BY key, place
  ),
  drawn AS (
    INSERT INTO message AS m (key, subject, run)
    SELECT key, subject, subject ->> 'run' FROM draws ORDER BY key
    ON CONFLICT (key) DO UPDATE SET wanted = m.wanted + 1
    RETURNING key, subject, ts, refused
  ),
  works AS (
    SELECT job.value AS work FROM input, jsonb_array_elements(input.effects -> 'jobs') AS job
    UNION ALL
    SELECT jsonb_build_object('kind', 'draw', 'key', key, 'urgency', ${urgencyOf('drawn', 'draws.urgency')})
    FROM drawn JOIN draws USING (key) WHERE drawn.refused IS NULL
  ),
  put AS (INSERT INTO outbox (work) SELECT work FROM works RETURNING sequence)`;

/** What follows those expressions: nudges the relays at commit, and appends to the audit chain. */
export const effectTail = `
  SELECT CASE WHEN EXISTS (SELECT FROM put) THEN pg_notify('${outboxChannel}', '') END,
         append_audit((SELECT effects -> 'audit' FROM input)) AS recorded`;

const effectsAlone = `WITH input AS (SELECT $1::jsonb AS effects), ${effectTables} ${effectTail}`;

/** Writes effects that belong to no run's change, within the caller's transaction. */
export async function commitEffects(client: pg.PoolClient, effects: readonly Effect[]): Promise<void> {
  if (effects.length === 0) return;
  await client.query({
    name: 'commit-effects',
    text: effectsAlone,
    values: [JSON.stringify(effectRows(effects))],
  });
}
