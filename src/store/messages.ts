import type { ChannelId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import type { MessageRow, Store } from '../ports/store.ts';
import { outboxChannel, urgencyOf } from './commit-effects.ts';
import { messageSubjectDocument } from './documents/message.ts';
import type { DocumentReader } from './read-documents.ts';
import type { Tables } from './tables.ts';

type Messages = Pick<Store, 'message' | 'postBegun' | 'posted' | 'shown' | 'postRefused' | 'redraw' | 'staleMessages'>;

/** As the table has it, moments as the driver reads them. */
interface Row {
  readonly key: string;
  readonly subject: unknown;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly wanted: number;
  readonly shown: number;
  readonly postingSince: Date | null;
  readonly refused: string | null;
}

const messageOf = ({ read }: DocumentReader, row: Row): MessageRow => {
  const { key, subject, channel, ts, wanted, shown, postingSince, refused } = row;
  return {
    key,
    subject: read(messageSubjectDocument, subject, `message ${key}`),
    address: channel === null || ts === null ? null : { channel: channel as ChannelId, ts },
    wanted,
    shown,
    postingSince: postingSince === null ? null : epochMs(postingSince.getTime()),
    refused,
  };
};

// By the driver, not by Prisma: each drawing reads and marks its message, while people wait for acknowledgements.
const read = `SELECT key, subject, channel, ts, wanted, shown, posting_since AS "postingSince", refused FROM message WHERE key = $1`;
const begun = 'UPDATE message SET posting_since = to_timestamp($2 / 1000.0) WHERE key = $1';
// Drawings may end in another order than they began: the newest version shown is what counts.
const shown = 'UPDATE message SET shown = greatest(shown, $2) WHERE key = $1';
const posted = `UPDATE message SET channel = $3, ts = $4, posting_since = NULL, shown = greatest(shown, $2) WHERE key = $1`;
const redraw = `
  WITH wanted AS (
    UPDATE message SET wanted = wanted + 1
    WHERE key IN (SELECT key FROM message WHERE key = ANY($1) AND refused IS NULL ORDER BY key FOR UPDATE)
    RETURNING key, subject, ts
  ), put AS (
    INSERT INTO outbox (work)
    SELECT jsonb_build_object('kind', 'draw', 'key', key, 'urgency', ${urgencyOf('wanted', '$2')})
    FROM wanted RETURNING sequence
  )
  SELECT pg_notify('${outboxChannel}', '') FROM put LIMIT 1`;

/** Lasting messages: where they stand, which version is wanted and which is shown. */
export function messages({ prisma, pool, documents }: Tables): Messages {
  return {
    message: async (key) => {
      const { rows } = await pool.query<Row>({ name: 'read-message', text: read, values: [key] });
      return rows[0] === undefined ? null : messageOf(documents, rows[0]);
    },
    postBegun: async (key, at) => {
      await pool.query({ name: 'post-begun', text: begun, values: [key, at] });
    },
    posted: async (key, { channel, ts }, version) => {
      await pool.query(posted, [key, version, channel, ts]);
    },
    shown: async (key, version) => {
      await pool.query(shown, [key, version]);
    },
    postRefused: async (key, error) => {
      await prisma.messageRow.updateMany({ where: { key }, data: { refused: error, postingSince: null } });
    },
    redraw: async (keys, urgency) => {
      await pool.query(redraw, [[...new Set(keys)], urgency]);
    },
    staleMessages: async () => {
      const text = 'SELECT key FROM message WHERE shown < wanted AND refused IS NULL ORDER BY key';
      return (await pool.query<{ key: string }>(text)).rows.map((row) => row.key);
    },
  };
}
