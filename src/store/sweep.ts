import type { OldRows } from '../ports/store.ts';
import type { Tables } from './tables.ts';

const sweep = `
  WITH inquiries AS (DELETE FROM inquiry WHERE asked_at < to_timestamp($1 / 1000.0) RETURNING id),
  answers AS (
    DELETE FROM message USING inquiries
    WHERE message.subject ->> 'kind' = 'answer' AND message.subject ->> 'inquiry' = inquiries.id
  ),
  reviews AS (
    DELETE FROM review_detail WHERE kept_at < to_timestamp($1 / 1000.0)
      AND NOT EXISTS (SELECT FROM run WHERE run.id = review_detail.about AND run.open)
  ),
  deliveries AS (DELETE FROM delivery WHERE at < to_timestamp($1 / 1000.0) RETURNING key),
  logs AS (
    DELETE FROM log_chunk USING run
    WHERE run.id = log_chunk.run AND NOT run.open AND run.requested_at < to_timestamp($2 / 1000.0)
    RETURNING log_chunk.run
  )
  SELECT (SELECT count(*)::int FROM inquiries) AS inquiries, (SELECT count(*)::int FROM deliveries) AS deliveries,
    (SELECT count(*)::int FROM logs) AS logs`;

/** Forgets what nobody asks for any more. Runs, their cards and the audit chain stay for good. */
export const sweeping = ({ pool }: Tables): OldRows => ({
  sweep: async ({ answersBefore, logsBefore }) => {
    const { rows } = await pool.query<{ inquiries: number; deliveries: number; logs: number }>(sweep, [
      answersBefore,
      logsBefore,
    ]);
    return rows[0] ?? { inquiries: 0, deliveries: 0, logs: 0 };
  },
});
