import { beforeEach, describe, expect, test } from 'vitest';
import type { UserId } from '../../../../src/domain/ids.ts';
import type { Finding, Inquiry } from '../../../../src/domain/inquiry.ts';
import { messageKey } from '../../../../src/domain/message.ts';
import { drawMessage } from '../../../../src/jobs/notify/draw-message.ts';
import { after } from '../../../../src/lib/time.ts';
import type { AppDeps } from '../../../../src/usecases/app-deps.ts';
import { ask, recordFinding } from '../../../../src/usecases/ask.ts';
import { memorySlack } from '../../../fakes/memory-slack.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { silentLog } from '../../../fakes/sample-runs.ts';
import { locksFinding, locksInquiry, nothingWaits, threeDeep } from '../../render/lock-samples.ts';
import { at, production } from '../../render/samples.ts';

const { question, channel } = locksInquiry();
const by = 'U01' as UserId;
const drawn = Buffer.from('a picture');

describe('the picture of locks', () => {
  let slack = memorySlack();
  let deps: AppDeps;
  let pictures: string[] = [];
  beforeEach(() => {
    slack = memorySlack();
    slack.addChannel(channel, true);
    pictures = [];
    deps = {
      ...{ store: memoryStore(), slack, log: silentLog, workspaceUrl: () => null, workspace: () => null },
      configuration: { zone: 'UTC', groups: new Map(), environments: [production] },
      clock: { now: () => at(), newRunId: () => 'r1' as never, newInquiryId: () => 'q1' as never },
      png: (svg) => {
        pictures.push(svg);
        return drawn;
      },
    };
  });

  const key = messageKey({ kind: 'locks-picture', inquiry: 'q1' as never, channel, lookedAt: at() });
  const answerKey = messageKey({ kind: 'answer', inquiry: 'q1' as never, channel });
  const files = () => slack.messages(channel).flatMap(({ file }) => (file === null ? [] : [file]));
  async function answered(finding: Finding, answer: Inquiry['answer'] = { kind: 'in-channel', url: 'u1' }) {
    await ask(deps, { question, by, channel, answer, delivery: null, complete: false });
    const inquiry = await deps.store.inquiry('q1' as never);
    if (inquiry === null) throw new Error('no question');
    await recordFinding(deps, inquiry, { finding, complete: true });
    await drawMessage(deps, answerKey);
  }

  test('stands once in the thread of the answer, from three levels on', async () => {
    await answered(locksFinding(threeDeep));
    await drawMessage(deps, key);
    await drawMessage(deps, key);
    expect(files()).toEqual([{ name: 'locks-q1.png', title: expect.stringContaining('production'), content: drawn }]);
    expect(slack.messages(channel).at(-1)?.threadTs).toBe(slack.messages(channel)[0]?.ts);
    expect(pictures).toEqual([expect.stringContaining('811 HOLDS')]);
  });

  test.each<[string, Finding, Inquiry['answer']]>([
    ['less deep', locksFinding(nothingWaits), { kind: 'in-channel', url: 'u1' }],
    ['answered privately', locksFinding(threeDeep), { kind: 'privately', url: 'u1' }],
  ])('is not wanted of what is %s', async (_, finding, answer) => {
    slack.addAddress('u1');
    await answered(finding, answer);
    expect(await deps.store.message(key)).toBeNull();
  });

  test('is left where the machine has no fonts, or the answer says something else by now', async () => {
    deps = { ...deps, png: () => null };
    await answered(locksFinding(threeDeep));
    await drawMessage(deps, key);
    expect((await deps.store.message(key))?.refused).toBe('no-fonts');
  });

  test('is left where the answer was looked at anew', async () => {
    const finding = locksFinding(threeDeep);
    await answered(finding);
    if ('code' in finding.report) throw new Error(finding.report.code);
    const later = { ...finding, report: { ...finding.report, lookedAt: after(at(), 1) } };
    await deps.store.answerInquiry('q1' as never, { finding: later, complete: true }, []);
    await drawMessage(deps, key);
    expect((await deps.store.message(key))?.refused).toBe('outdated');
    expect(pictures).toEqual([]);
  });

  test('is left where only the asker was answered, as Godwit is not in the channel', async () => {
    slack.addChannel(channel, false);
    slack.addAddress('u1');
    await answered(locksFinding(threeDeep));
    await drawMessage(deps, key);
    expect((await deps.store.message(key))?.refused).toBe('no_thread');
  });
});
