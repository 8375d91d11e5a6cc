import { expect, it } from 'vitest';
import type { InquiryId } from '../../../../src/domain/ids.ts';
import type { MessageSubject } from '../../../../src/domain/message.ts';
import { placeOf } from '../../../../src/jobs/notify/place-of.ts';
import type { MessageRow } from '../../../../src/ports/store.ts';
import type { AppDeps } from '../../../../src/usecases/app-deps.ts';
import { aRun, production, runId } from '../../render/samples.ts';

const { channel } = production;
const posted: MessageRow['address'] = { channel, ts: '1.5' };
const inThread = { kind: 'ok', value: { channel, threadTs: '1.5' } };
const given = { address: null, refused: null, wanted: 1, shown: 1 };

/** An app whose card, or answer, has this row; null: none. */
function placed(subject: MessageSubject, row: Partial<MessageRow> | null) {
  const store = { run: async () => aRun(), message: async () => row };
  return placeOf({ store } as unknown as AppDeps, subject);
}

it.each<[string, MessageSubject, string, string]>([
  ['outcome', { kind: 'outcome', run: runId }, 'told_alone', 'card_not_posted'],
  [
    'file',
    { kind: 'answer-file', inquiry: 'q1' as InquiryId, channel, file: 'adopt' },
    'no_thread',
    'answer_not_posted',
  ],
])('a reply (%s) waits for its thread, and not for one that will never be', async (_, subject, never, notYet) => {
  expect(await placed(subject, { ...given, address: posted })).toEqual(inThread);
  expect(await placed(subject, given)).toEqual({ kind: 'permanent', error: never });
  expect(await placed(subject, { ...given, shown: 0 })).toEqual({ kind: 'passing', error: notYet, retryAfterMs: null });
  expect(await placed(subject, { ...given, refused: 'not_in_channel' })).toMatchObject({ kind: 'permanent' });
  expect(await placed(subject, null)).toMatchObject({ kind: 'permanent' });
});
