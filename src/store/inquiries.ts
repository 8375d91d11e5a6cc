import type { Inquiry } from '../domain/inquiry.ts';
import type { InquiryChanged, Store } from '../ports/store.ts';
import { claimDelivery } from './claim-delivery.ts';
import { commitEffects } from './commit-effects.ts';
import { inquiryDocument } from './documents/inquiry.ts';
import type { Tables } from './tables.ts';
import { inTransaction } from './transaction.ts';

export const insertInquiry = 'INSERT INTO inquiry (id, document, asked_at) VALUES ($1, $2, to_timestamp($3 / 1000.0))';
const answer = 'UPDATE inquiry SET document = document || $2::jsonb WHERE id = $1';
const lockRow = 'SELECT document FROM inquiry WHERE id = $1 FOR UPDATE';

/** Its parameters. */
export const insertion = ({ id, askedAt, ...rest }: Inquiry) => [id, JSON.stringify({ id, askedAt, ...rest }), askedAt];

/** Questions that a worker answers. long: one method of the port after the other. */
export function inquiries({
  prisma,
  pool,
  documents,
}: Tables): Pick<Store, 'createInquiry' | 'answerInquiry' | 'changeInquiry' | 'inquiry' | 'perform'> {
  return {
    createInquiry: (inquiry, delivery, effects) =>
      inTransaction<'created' | 'repeated'>(pool, async (client) => {
        if (!(await claimDelivery(client, delivery))) return { drop: 'repeated' };
        await client.query(insertInquiry, insertion(inquiry));
        await commitEffects(client, effects);
        return { keep: 'created' };
      }),
    answerInquiry: (id, found, effects) =>
      inTransaction<void>(pool, async (client) => {
        const { rowCount } = await client.query(answer, [id, JSON.stringify(found)]);
        if (rowCount !== 1) throw new Error(`answering the inquiry ${id}: there is none`);
        await commitEffects(client, effects);
        return { keep: undefined };
      }),
    changeInquiry: (id, delivery, decide) =>
      inTransaction<InquiryChanged>(pool, async (client) => {
        if (!(await claimDelivery(client, delivery))) return { drop: { kind: 'repeated' } };
        const { rows } = await client.query<{ document: unknown }>(lockRow, [id]);
        if (rows[0] === undefined) return { drop: { kind: 'missing' } };
        const decision = decide(documents.read(inquiryDocument, rows[0].document, `inquiry ${id}`));
        if (decision.kind === 'refuse') return { drop: { kind: 'refused', refusal: decision.refusal } };
        if (decision.kind === 'leave') return { drop: { kind: 'left' } };
        const { inquiry, effects } = decision;
        const { finding, complete } = inquiry;
        await client.query(answer, [id, JSON.stringify({ finding, complete })]);
        await commitEffects(client, effects);
        return { keep: { kind: 'changed', inquiry } };
      }),
    perform: (delivery, effects) =>
      inTransaction<'done' | 'repeated'>(pool, async (client) => {
        if (!(await claimDelivery(client, delivery))) return { drop: 'repeated' };
        await commitEffects(client, effects);
        return { keep: 'done' };
      }),
    inquiry: async (id) => {
      const row = await prisma.inquiryRow.findUnique({ where: { id } });
      return row === null ? null : documents.read(inquiryDocument, row.document, `inquiry ${id}`);
    },
  };
}
