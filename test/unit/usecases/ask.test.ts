import { describe, expect, it } from 'vitest';
import type { ChannelId, InquiryId } from '../../../src/domain/ids.ts';
import type { Question } from '../../../src/domain/inquiry.ts';
import { ask, readRefusal, recordFinding } from '../../../src/usecases/ask.ts';
import { ana, eve, noon, production } from '../domain/samples.ts';
import { stage } from './stage.ts';

const channel = 'C01' as ChannelId;
const question: Question = { kind: 'status', environment: production };

describe('a question', () => {
  const asked = { question, by: ana, channel, answer: { kind: 'in-channel' as const, url: '' }, delivery: 'd1' };

  it('is handed to a worker once, also when it is delivered twice', async () => {
    const on = await stage();
    expect(await ask(on, { ...asked, complete: false })).toBe('created');
    expect(await ask(on, { ...asked, complete: false })).toBe('repeated');
    expect(await on.jobs()).toEqual(['answer-inquiry']);
  });

  it('that our own rows answer is drawn at once, without a worker', async () => {
    const on = await stage();
    await ask(on, { ...asked, complete: true });
    const works = (await on.store.takeOutbox(9, noon)).map(({ work }) => work.kind);
    expect(works).toEqual(['draw']);
  });

  it('is drawn with each stroke of its answer', async () => {
    const on = await stage();
    await ask(on, { ...asked, complete: false });
    const inquiry = await on.store.inquiry('r1' as InquiryId);
    if (inquiry === null) throw new Error('the question was not kept');
    await on.jobs();
    const finding = { kind: 'overview' as const, reports: [] };
    await recordFinding(on, inquiry, { finding, complete: false });
    await recordFinding(on, inquiry, { finding, complete: true });
    expect((await on.store.takeOutbox(9, noon)).map(({ work }) => work.kind)).toEqual(['draw', 'draw']);
    expect(await on.store.inquiry(inquiry.id)).toMatchObject({ finding, complete: true });
  });

  it('that one person asked alone is drawn when its answer is complete, since it cannot be updated', async () => {
    const on = await stage();
    await ask(on, { ...asked, answer: { kind: 'privately', url: '' }, complete: false });
    const inquiry = await on.store.inquiry('r1' as InquiryId);
    if (inquiry === null) throw new Error('the question was not kept');
    await on.jobs();
    const finding = { kind: 'overview' as const, reports: [] };
    await recordFinding(on, inquiry, { finding, complete: false });
    expect(await on.store.takeOutbox(9, noon)).toEqual([]);
    await recordFinding(on, inquiry, { finding, complete: true });
    expect((await on.store.takeOutbox(9, noon)).map(({ work }) => work.kind)).toEqual(['draw']);
  });

  it('is answered to full members, and not to somebody unknown or a guest', async () => {
    const on = await stage();
    expect(await readRefusal(on, [production], ana)).toEqual({ code: 'person-unknown' });
    await on.store.savePerson(ana, { fullMember: true, zone: null, fetchedAt: noon });
    await on.store.savePerson(eve, { fullMember: false, zone: null, fetchedAt: noon });
    expect(await readRefusal(on, [production], ana)).toBeNull();
    expect(await readRefusal(on, [production], eve)).toMatchObject({ code: 'guest' });
  });
});
