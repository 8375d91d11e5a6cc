import type { ModalView } from '@slack/types';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentId, RunId } from '../../../src/domain/ids.ts';
import type { ResolveReport } from '../../../src/domain/resolve.ts';
import type { DetailStatement } from '../../../src/domain/review-detail.ts';
import type { Run } from '../../../src/domain/run.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import {
  type ActionId,
  approvalValue,
  environmentActions,
  inputIds,
  migrationActions,
  migrationValue,
  pageValue,
  runActions,
} from '../../../src/render/action-ids.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { modalProblems } from '../../support/block-kit.ts';
import { aRun, at, nothingThere, plan, production, runId, sha } from '../render/samples.ts';
import { ana, ben, dan, officeOf } from './people.ts';

const statement = (sql: string): DetailStatement => ({
  line: 1,
  sql,
  verdict: 'risky',
  locks: [{ table: 'orders', lock: 'Share', work: 'index-build' }],
  findings: [
    { rule: 'L01', severity: 'risky', sentence: 'It waits.', remedy: 'SELECT 1;', held: null, allowance: null },
  ],
});

const ended = {
  kind: 'ended' as const,
  ending: { kind: 'cancelled' as const, by: ana, duringStep: null },
  startedAt: null,
  endedAt: at(),
};

const createDone = { kind: 'done' as const, startedAt: at(), finishedAt: at(), summary: '', exitCode: 0 };

describe('presses', () => {
  let office: ReturnType<typeof officeOf>;
  beforeEach(() => {
    office = officeOf();
  });
  const run = async (id: RunId = runId) => {
    const found = await office.deps.store.run(id);
    if (found === null) throw new Error(`looking for run ${id}: there is none`);
    return found;
  };

  test.each(Object.values(runActions))('%s about a run that is gone is answered', async (action) => {
    const answered = await office.press(ana, action, 'rgone');
    expect(answered.acks).toBe(1);
    expect(answered.words).toContain('press-unknown');
  });

  test.each(Object.values(environmentActions))('%s about an environment that is gone is answered', async (action) => {
    expect((await office.press(ana, action, 'gold-factory/gone')).words).toContain('press-unknown');
  });

  test.each(Object.values(migrationActions))('%s asks for a look that fills the dialog', async (action) => {
    const answered = await office.press(ana, action, migrationValue(production.id, 'a:b'));
    expect(answered.acks).toBe(1);
    expect(office.dialog()).toMatch(/^Mark as (applied|rolled back)$/);
    expect(await office.jobs()).toEqual(['answer-inquiry']);
    const asked = await office.deps.store.inquiry('q2' as never);
    expect(asked).toMatchObject({ question: { kind: 'resolve', migration: 'a:b' }, answer: { kind: 'view' } });
    expect((await office.press(ana, action, 'gold-factory/gone:x')).words).toContain('press-unknown');
  });

  test('the locks of a deploy are looked at as by the command, for all to see', async () => {
    const answered = await office.press(ana, environmentActions.showLocks, production.id);
    expect(answered.acks).toBe(1);
    expect(await office.jobs()).toEqual(['answer-inquiry']);
    const question = { kind: 'locks', environment: production.id };
    expect(await office.deps.store.inquiry('q2' as never)).toMatchObject({ question, answer: { kind: 'in-channel' } });
  });

  const late: readonly ActionId[] = [
    runActions.approve,
    runActions.reject,
    runActions.cancel,
    runActions.review,
    runActions.pickWindow,
    runActions.windowNotNeeded,
    runActions.announce,
    runActions.backUpNow,
    runActions.lookAtSource,
    runActions.checkGates,
  ];
  test.each(late)('%s on a card that has ended says so', async (action) => {
    const old = await office.keep(aRun({ state: ended }));
    const value = action === runActions.approve ? approvalValue(old) : runId;
    expect((await office.press(ben, action, value)).words).toContain('run-ended');
  });

  test('turning the pages of a review shows every statement, and only the last page asks who vouches', async () => {
    const [file] = plan.pending;
    if (file === undefined) throw new Error('nothing is pending');
    const pending = [file];
    const reviewed = review([finding()]);
    await office.keep(aRun({ plan: { ...plan, pending, review: reviewed } }));
    const statements = Array.from({ length: 90 }, (_, place) => statement(`CREATE INDEX i${place} ON orders (note)`));
    const detail = { mark: reviewed.mark, files: [{ ...file, verdict: 'risky' as const, statements, leftOut: 0 }] };
    await office.deps.store.saveSql(new Map([[file.sha256, 'CREATE INDEX …']]));
    await office.deps.store.saveReviewDetail(runId, detail, at());
    const modal = () => [...office.slack.views().values()].at(-1) as ModalView;
    const seen = () => JSON.stringify(modal().blocks);

    await office.press(ben, runActions.review, runId);
    expect(modalProblems(modal())).toEqual([]);
    const pages = Number(/Page 1 of (\d+)/.exec(seen())?.[1]);
    expect(pages).toBeGreaterThan(2);
    let all = seen();
    for (let page = 1; page < pages; page += 1) {
      expect(modal().submit).toBeUndefined();
      await office.press(ben, runActions.reviewNext, pageValue(runId, page, plan.receipt));
      expect(modalProblems(modal())).toEqual([]);
      expect(seen()).toContain(`Page ${page + 1} of ${pages}`);
      all += seen();
    }
    expect(modal().submit?.text).toBe('I have reviewed this');
    expect(statements.filter(({ sql }) => !all.includes(sql))).toEqual([]);

    await office.press(ben, runActions.reviewBack, pageValue(runId, 1, sha('f')));
    expect(seen()).toContain('The files changed since you opened this');
    expect(seen()).toContain(`Page 1 of ${pages}`);
  });

  test('approving counts once, by whoever may, for what the card showed', async () => {
    const card = await office.keep(aRun());
    expect((await office.press(ana, runActions.approve, approvalValue(card))).words).toContain('self-approval');
    expect((await office.press(dan, runActions.approve, approvalValue(card))).words).toContain('right-missing');
    const other = approvalValue({ id: runId, plan: { receipt: sha('f') } });
    expect((await office.press(ben, runActions.approve, other)).words).toContain('receipt-outdated');
    expect((await office.press(ben, runActions.approve, approvalValue(card))).alone).toEqual([]);
    expect((await office.press(ben, runActions.approve, approvalValue(card))).words).toContain('already-approved');
    expect((await run()).approvals).toHaveLength(1);
  });

  test('a press that is delivered again acts once and is acknowledged', async () => {
    const card = await office.keep(aRun());
    for (const _time of [1, 2]) {
      const answered = await office.press(ben, runActions.approve, approvalValue(card), 'same');
      expect([answered.acks, answered.alone]).toEqual([1, []]);
    }
  });

  test.each([
    [runActions.reject, 'Reject'],
    [runActions.review, 'Review the SQL'],
    [runActions.pickWindow, 'window'],
  ] as const)('%s opens its dialog', async (action, title) => {
    await office.keep(aRun());
    await office.deps.store.saveSql(new Map(plan.pending.map(({ sha256 }) => [sha256, 'SELECT 1;'])));
    expect((await office.press(ben, action, runId)).acks).toBe(1);
    expect(office.dialog()?.toLowerCase()).toContain(title.toLowerCase());
  });

  test('a dialog that comes too late is told, and so is one that Slack does not open', async () => {
    await office.keep(aRun());
    await office.press(ben, runActions.reject, runId, 'same');
    expect((await office.press(ben, runActions.reject, runId, 'same')).words).toContain('press-expired');
    office.slack.failNext('openView', { kind: '500' });
    expect((await office.press(ben, runActions.reject, runId)).words).toContain('temporary');
  });

  test('the log opens for the right to operate', async () => {
    await office.keep(aRun({ state: ended }));
    expect((await office.press(dan, runActions.showLog, runId)).words).toContain('right-missing');
    expect(office.dialog()).toBeUndefined();
    await office.press(ben, runActions.showLog, runId);
    expect(office.dialog()).toBe('Log of the run');
  });

  test('a host lock is broken by nobody where nobody may destroy', async () => {
    expect((await office.press(ben, environmentActions.breakLock, production.id)).words).toContain('right-missing');
    expect(await office.jobs()).toEqual([]);
  });

  test.each([environmentActions.deploy, environmentActions.redeploy])('%s asks for a deploy', async (action) => {
    await office.press(ana, action, production.id);
    expect(await office.jobs()).toEqual(['prepare-run']);
  });

  const development = {
    ...production,
    policy: { ...production.policy, protected: false, allow: ['dev', 'reset', 'push'] as const },
  };
  const failedRun = (changes: Partial<Run>) =>
    aRun({ environment: development.id, state: ended, steps: [], ...changes });

  test.each([
    ['without its file', [], 'add_alloy'],
    ['whose file stands on the host', [{ name: 'create', state: createDone }], null],
  ] as const)('a dev %s is asked for again by its button', async (_how, steps, name) => {
    office = officeOf({ environments: [development] });
    await office.keep(failedRun({ purpose: { kind: 'dev', name: 'add_alloy' }, steps }));
    expect((await office.press(ana, runActions.askAgain, runId)).words).toBe('[[],[]]');
    const made = (await office.deps.store.runs({ environment: null, limit: 9 })).find(({ id }) => id !== runId);
    expect(made).toMatchObject({ purpose: { kind: 'dev', name }, requestedBy: ana });
  });

  test.each([
    [{ kind: 'reset' }, 'Reset the database'],
    [{ kind: 'push', warnings: ['It drops.'], forceReset: true }, 'Push the schema'],
  ] as const)('$kind is asked for again by its dialog alone', async (purpose, title) => {
    const rights = { ...development.policy.rights, destroy: [ben] };
    office = officeOf({ environments: [{ ...development, policy: { ...development.policy, rights } }] });
    await office.keep(failedRun({ purpose }));
    expect((await office.press(ana, runActions.askAgain, runId)).words).toContain('right-missing');
    expect(office.dialog()).toBeUndefined();
    await office.press(ben, runActions.askAgain, runId);
    expect(office.dialog()).toBe(title);
    expect(await office.jobs()).toEqual(['answer-inquiry']);
    expect(await office.deps.store.runs({ environment: null, limit: 9 })).toHaveLength(1);
  });

  test('nothing is asked for again where the environment left, or that has no such button', async () => {
    await office.keep(failedRun({ environment: 'gold-factory/gone' as EnvironmentId, purpose: { kind: 'reset' } }));
    expect((await office.press(ana, runActions.askAgain, runId)).words).toContain('press-unknown');
    office = officeOf();
    await office.keep(failedRun({ purpose: { kind: 'backup', label: 'x', forRun: null } }));
    expect((await office.press(ana, runActions.askAgain, runId)).words).toContain('press-unknown');
  });

  test('deploying to the source asks for one there', async () => {
    await office.keep(aRun());
    await office.press(ana, runActions.deploySource, runId);
    const [made] = (await office.deps.store.runs({ environment: null, limit: 9 })).filter(({ id }) => id !== runId);
    expect(made?.environment).toBe(production.policy.promotesFrom);
  });

  test('restore opens its dialog', async () => {
    await office.press(ana, environmentActions.restore, production.id);
    expect(office.dialog()).toBe('Roll back');
  });
});

describe('modals', () => {
  let office: ReturnType<typeof officeOf>;
  beforeEach(() => {
    office = officeOf();
  });
  const metadata = { run: runId, receipt: plan.receipt };

  test('reject ends the request with its reason', async () => {
    await office.keep(aRun());
    const inputs = { [inputIds.reason]: { value: ' not today ' } };
    expect(await office.submit(ben, 'reject', { metadata, inputs })).toEqual({ kind: 'closed' });
    expect((await office.deps.store.run(runId))?.state).toMatchObject({
      ending: { kind: 'rejected', by: ben, reason: 'not today' },
    });
  });

  test('review vouches for the receipt that was shown, and for no other', async () => {
    await office.keep(aRun());
    const other = { run: runId, receipt: sha('f') };
    expect(await office.submit(ben, 'review', { metadata: other })).toMatchObject({ kind: 'replaced' });
    expect(await office.submit(ana, 'review', { metadata })).toMatchObject({
      words: expect.stringContaining('self-review'),
    });
    expect(await office.submit(ben, 'review', { metadata })).toEqual({ kind: 'closed' });
    expect((await office.deps.store.run(runId))?.checklist.review).toMatchObject({ by: ben });
  });

  test('window objects beside its input to no time and to one outside the windows', async () => {
    await office.keep(aRun());
    expect(await office.submit(ana, 'window', { metadata })).toMatchObject({ kind: 'objected' });
    const noon = { [inputIds.windowOpens]: { selected_date_time: Date.UTC(2026, 10, 24, 12) / 1_000 } };
    expect(await office.submit(ana, 'window', { metadata, inputs: noon })).toMatchObject({ kind: 'objected' });
    const night = { [inputIds.windowOpens]: { selected_date_time: Date.UTC(2026, 10, 23, 22) / 1_000 } };
    expect(await office.submit(ana, 'window', { metadata, inputs: night })).toEqual({ kind: 'closed' });
  });

  const keepLook = async (report: ResolveReport): Promise<void> => {
    const question = { kind: 'resolve' as const, environment: production.id, migration: 'x', as: 'applied' as const };
    const place = { kind: 'in-channel' as const, url: 'https://hooks.test/1' };
    const asked = { id: 'q1' as never, question, askedBy: ana, askedAt: at(), channel: production.channel };
    const finding = { kind: 'resolve' as const, environment: production.id, report };
    await office.deps.store.createInquiry({ ...asked, answer: place, finding, complete: true }, null, []);
  };

  test('resolve asks for a reason only where the end is not the one that was found', async () => {
    await keepLook(nothingThere);
    const about = (as: string) => ({ metadata: { environment: production.id, inquiry: 'q1', as } });
    expect(await office.submit(ana, 'resolve', about('applied'))).toMatchObject({ kind: 'objected' });
    expect(await office.submit(ana, 'resolve', about('elsewhere'))).toMatchObject({ kind: 'replaced' });
    expect(await office.submit(ana, 'resolve', about('rolled-back'))).toEqual({ kind: 'closed' });
    const [run] = await office.deps.store.runs({ environment: production.id, limit: 1 });
    expect(run?.purpose).toMatchObject({ kind: 'resolve', as: 'rolled-back', found: { extent: 'none' }, reason: null });
  });

  test('resolve takes a reason, and nothing that Prisma would refuse', async () => {
    await keepLook(nothingThere);
    const inputs = { [inputIds.why]: { value: ' ran it by hand ' } };
    const about = { metadata: { environment: production.id, inquiry: 'q1', as: 'applied' }, inputs };
    expect(await office.submit(ana, 'resolve', about)).toEqual({ kind: 'closed' });
    const [run] = await office.deps.store.runs({ environment: production.id, limit: 1 });
    expect(run?.purpose).toMatchObject({ as: 'applied', reason: 'ran it by hand' });
  });

  test('resolve of what Prisma would refuse does nothing', async () => {
    await keepLook({ ...nothingThere, refused: { applied: trouble('already-applied', 'x'), rolledBack: null } });
    const about = { metadata: { environment: production.id, inquiry: 'q1', as: 'applied' } };
    expect(await office.submit(ana, 'resolve', about)).toMatchObject({ kind: 'replaced' });
  });

  test('restore takes no path from outside', async () => {
    const made = { metadata: { environment: production.id, inquiry: 'q9' } };
    const inputs = { [inputIds.backup]: { selected_option: { value: '/etc/passwd' } } };
    expect(await office.submit(ana, 'restore', { ...made, inputs })).toMatchObject({
      words: expect.stringContaining('press-unknown'),
    });
  });

  test.each(['reject', 'review', 'window'] as const)('%s about a run that is gone says so', async (view) => {
    const inputs = { [inputIds.windowOpens]: { selected_date_time: Date.UTC(2026, 10, 23, 22) / 1_000 } };
    expect(await office.submit(ben, view, { metadata: { run: 'rgone' }, inputs })).toMatchObject({
      words: expect.stringContaining('press-unknown'),
    });
  });
});
