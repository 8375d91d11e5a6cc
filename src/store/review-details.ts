import type { Json } from '../lib/canonical-json.ts';
import type { Store } from '../ports/store.ts';
import { reviewDetailDocument } from './documents/review.ts';
import type { Tables } from './tables.ts';

const save = `
  INSERT INTO review_detail (about, document, kept_at) VALUES ($1, $2, to_timestamp($3 / 1000.0))
  ON CONFLICT (about) DO UPDATE SET document = excluded.document, kept_at = excluded.kept_at`;

/** What the reviewer said of every statement: the newest look at each run or question. */
export function reviewDetails({ pool, documents }: Tables): Pick<Store, 'saveReviewDetail' | 'reviewDetail'> {
  return {
    saveReviewDetail: async (about, detail, now) => {
      await pool.query(save, [about, JSON.stringify(detail, withoutNul), now]);
    },
    reviewDetail: async (about) => {
      const { rows } = await pool.query<{ document: Json }>('SELECT document FROM review_detail WHERE about = $1', [
        about,
      ]);
      return rows[0] === undefined
        ? null
        : documents.read(reviewDetailDocument, rows[0].document, `review of ${about}`);
    },
  };
}

/** Postgres cannot hold NUL in text, nor could any migration use it. */
const withoutNul = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '') : value;
