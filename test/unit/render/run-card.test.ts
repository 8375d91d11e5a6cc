import { describe, expect, test } from 'vitest';
import { closedGates } from '../../../src/domain/gates/menu.ts';
import type { Blocker } from '../../../src/domain/locks.ts';
import { type Ending, type Run, type Step, stepsOf } from '../../../src/domain/run.ts';
import { type Trouble, type TroubleCode, trouble } from '../../../src/domain/trouble.ts';
import { sessionValue } from '../../../src/render/action-ids.ts';
import { runCard } from '../../../src/render/run-card.ts';
import type { RunView } from '../../../src/render/run-view.ts';
import { finding, review as reviewOf } from '../../fakes/sample-reviews.ts';
import { messageProblems } from '../../support/block-kit.ts';
import { gateFacts } from '../domain/gates/facts.ts';
import { aBlocker, activeMark, idleMark } from './lock-samples.ts';
import {
  ana,
  approved,
  aRun,
  at,
  aView,
  backup,
  ben,
  blockedBySteps,
  cleo,
  done,
  doneSteps,
  failedSteps,
  failure,
  names,
  noRules,
  production,
  restoreRun,
  runId,
  running,
  runningSteps,
  sha,
  staging,
  unready,
  waiting,
} from './samples.ts';

const ended = (
  ending: Extract<Run['state'], { kind: 'ended' }>['ending'],
  startedAt: number | null = 10,
): Run['state'] => ({
  kind: 'ended',
  ending,
  startedAt: startedAt === null ? null : at(startedAt),
  endedAt: at(13),
});

const picked = { kind: 'picked', by: ana, at: at(3), opensAt: at(480), closesAt: at(540) } as const;
const review = { by: ben, at: at(2), receipt: sha('a') };
const settled = { backup: null, review, window: picked, notify: null };
const backupRun = aRun({ purpose: { kind: 'backup', label: 'pre-migration', forRun: null }, plan: null });

const emergency = { by: cleo, at: at(1), reason: 'orders cannot be paid <!channel>', reviewed: null, reminders: 0 };
const inEmergency: RunView['readiness'] = {
  ...noRules,
  emergency: true,
  rows: [
    { item: 'backup', state: { kind: 'settled', how: 'taken when the run starts', by: null, at: null } },
    { item: 'review', state: { kind: 'passed-over', need: 'somebody who may approve reads the SQL' } },
    { item: 'window', state: { kind: 'passed-over', need: 'pick a time, or say that none is needed' } },
  ],
  missing: [{ kind: 'gate', gate: 'drift' }],
  ready: false,
};

const scriptFailed = trouble(
  'restore-failed',
  'The rollback script ended with exit code 1. Its output is kept with the run.',
);
const withService = {
  ...production,
  service: { stop: ['./bin/service', 'stop'], start: ['./bin/service', 'start'], health: null },
};

/** Stopped and restored to a failure; what comes after the restore is in the given state, and the service then as well. */
const restoreSteps = (afterwards: Step['state']): readonly Step[] =>
  stepsOf.restore.map((name, place): Step => {
    if (place < 3) return done(name, 'well');
    if (name === 'restore')
      return {
        name,
        state: { kind: 'failed', startedAt: at(11), finishedAt: at(12), trouble: scriptFailed, exitCode: 1 },
      };
    const startedAgain = afterwards.kind === 'skipped' && (name === 'start' || name === 'health');
    return startedAgain ? done(name, 'well') : { name, state: afterwards };
  });

const behind = gateFacts({
  comparison: {
    ...gateFacts().comparison,
    edited: [{ name: '20261001080000_init', lineEndsOnly: false }],
    outOfOrder: ['20261101090000_add_user_preferences'],
  },
  drift: { kind: 'compared', differences: ['column "Order"."note" is gone'], undeclared: [], unsure: [] },
});

const cards: Readonly<Record<string, RunView>> = {
  preparing: aView({ run: aRun({ plan: null, state: { kind: 'preparing' } }), readiness: noRules }),
  'waiting for much': aView(),
  'waiting for the window only': aView({
    run: aRun({ checklist: settled }),
    readiness: { ...approved, ready: false, missing: [{ kind: 'window', opensAt: at(480) }], startsAt: at(480) },
  }),
  'waiting, approvals voided': aView({
    run: aRun({ state: { ...waiting, voided: ['20261110120000_drop_legacy_flags was edited'] } }),
  }),
  'waiting, with warnings, frozen': aView({
    run: aRun({ plan: { ...aPlan(), warnings: ['prisma 7.9 is older than on staging'] } }),
    readiness: { ...unready, missing: [{ kind: 'freeze', reason: 'release day', until: null }] },
  }),
  'waiting, behind gates': aView({
    run: aRun({ plan: { ...aPlan(), gates: closedGates(behind) } }),
    readiness: { ...unready, missing: [{ kind: 'gate', gate: 'edited' }, ...unready.missing] },
  }),
  'waiting behind a gate, without approvals': aView({
    run: aRun({ plan: { ...aPlan(), gates: closedGates(behind).slice(0, 1) } }),
    readiness: { ...noRules, missing: [{ kind: 'gate', gate: 'edited' }], ready: false },
  }),
  'waiting, reviewed as safe': aView({ run: aRun({ plan: { ...aPlan(), review: reviewOf([]) } }) }),
  'waiting, reviewed as risky': aView({
    run: aRun({
      plan: {
        ...aPlan(),
        review: reviewOf(
          [
            finding({ severity: 'risky', file: names[0] ?? '', held: { fromMs: 3_000, toMs: 40_000 } }),
            finding({
              severity: 'risky',
              file: names[0] ?? '',
              statement: 3,
              rule: 'B01',
              title: 'A column is dropped',
              tier: 'compat',
            }),
            finding({
              severity: 'risky',
              rule: 'L13',
              title: 'SET NOT NULL reads the whole table',
              allowance: 'at night',
            }),
            finding({ rule: 'L28' }),
          ],
          { blind: 'reading it took longer than 2 s' },
        ),
      },
    }),
  }),
  'emergency, at a gate': aView({
    run: aRun({ emergency, plan: { ...aPlan(), gates: closedGates(behind).slice(0, 1) } }),
    readiness: inEmergency,
  }),
  'emergency, whose right was taken away': aView({ run: aRun({ emergency }) }),
  'emergency, running': aView({
    run: aRun({ emergency, state: running, steps: runningSteps }),
    readiness: inEmergency,
  }),
  'emergency, not reviewed yet': aView({
    run: aRun({ emergency, state: ended({ kind: 'succeeded' }), steps: doneSteps, backup }),
    readiness: inEmergency,
  }),
  'emergency, reviewed': aView({
    run: aRun({
      emergency: { ...emergency, reviewed: { by: ben, at: at(90) } },
      state: ended({ kind: 'succeeded' }),
      steps: doneSteps,
      backup,
    }),
    readiness: inEmergency,
  }),
  'emergency, expired': aView({ run: aRun({ emergency, state: ended({ kind: 'expired' }, null) }) }),
  'waiting, blocked': aView({
    run: aRun({
      plan: {
        ...aPlan(),
        review: reviewOf([
          finding({
            severity: 'blocked',
            rule: 'D03',
            tier: 'data',
            title: 'All rows are deleted',
            sentence: 'TRUNCATE deletes every row of orders.',
          }),
        ]),
      },
    }),
    readiness: { ...unready, missing: [{ kind: 'blocked', findings: 1 }, ...unready.missing] },
  }),
  'waiting, not reviewed': aView({
    run: aRun({ plan: { ...aPlan(), review: { kind: 'not-reviewed', why: 'the files hold 9 MB' } } }),
  }),
  'waiting, backup under way': aView({
    readiness: {
      ...unready,
      rows: [{ item: 'backup', state: { kind: 'under-way', what: 'backing up', run: backup.run } }],
      missing: [
        { kind: 'item', item: 'backup' },
        { kind: 'other-run', run: backup.run },
      ],
    },
  }),
  queued: aView({
    run: aRun({ state: { kind: 'queued', since: at(9), resume: null }, checklist: settled }),
    readiness: approved,
  }),
  'queued, taken up again': aView({
    run: aRun({
      state: { kind: 'queued', since: at(12), resume: { startedAt: at(10), token: 1, cancelling: null } },
      steps: runningSteps,
    }),
    readiness: approved,
  }),
  running: aView({ run: aRun({ state: running, steps: runningSteps, checklist: settled }), readiness: approved }),
  'running, being cancelled': aView({
    run: aRun({ state: { ...running, cancelling: ben }, steps: runningSteps }),
    readiness: approved,
  }),
  succeeded: aView({
    run: aRun({ environment: staging.id, state: ended({ kind: 'succeeded' }), steps: doneSteps, backup }),
    environment: staging,
    readiness: noRules,
    promotesTo: production,
  }),
  'a migration failed': aView({
    run: aRun({ state: ended({ kind: 'failed', step: 'deploy', trouble: failure }), steps: failedSteps, backup }),
    readiness: approved,
  }),
  'the backup failed': aView({
    run: aRun({
      state: ended({
        kind: 'failed',
        step: 'backup',
        trouble: trouble('backup-failed', 'The script ended with code 1'),
      }),
    }),
    readiness: approved,
  }),
  'nothing is pending': aView({
    run: aRun({
      plan: null,
      state: ended({ kind: 'failed', step: null, trouble: trouble('nothing-pending', 'all applied') }, null),
    }),
    readiness: noRules,
  }),
  'outcome unknown': aView({
    run: aRun({
      state: {
        kind: 'outcome-unknown',
        startedAt: at(10),
        token: 1,
        step: 'deploy',
        lastSeenAt: at(11),
        trouble: trouble('connection-lost', 'The host stopped answering'),
        cancelling: null,
      },
      steps: runningSteps,
    }),
    readiness: approved,
  }),
  'outcome unknown for good, while somebody is cancelling': aView({
    run: aRun({
      state: {
        kind: 'outcome-unknown',
        startedAt: at(10),
        token: 1,
        step: 'deploy',
        lastSeenAt: at(11),
        trouble: trouble('trace-missing', 'No trace of the deploy is left on the host.'),
        cancelling: ben,
      },
      steps: runningSteps,
    }),
    readiness: approved,
  }),
  cancelled: aView({ run: aRun({ state: ended({ kind: 'cancelled', by: ben, duringStep: null }, null) }) }),
  rejected: aView({ run: aRun({ state: ended({ kind: 'rejected', by: ben, reason: 'not on a Friday' }, null) }) }),
  expired: aView({ run: aRun({ state: ended({ kind: 'expired' }, null) }) }),
  'backup running': aView({ run: { ...backupRun, state: running }, readiness: noRules }),
  'backup succeeded': aView({
    run: { ...backupRun, state: ended({ kind: 'succeeded' }), backup },
    readiness: noRules,
  }),
  'restore waiting': aView({ run: restoreRun(), readiness: { ...unready, rows: [] } }),
  'restore by a script that chooses': aView({
    run: restoreRun({ purpose: { kind: 'restore', backup, known: null } }),
    environment: { ...production, rollback: { command: ['./scripts/rollback.sh', '{env}'], answers: [] } },
    readiness: { ...unready, rows: [] },
  }),
  'restore failed half-way': aView({
    run: restoreRun({
      state: ended({ kind: 'failed', step: 'restore', trouble: scriptFailed }),
      steps: restoreSteps({ kind: 'pending' }),
      backup,
    }),
    environment: withService,
    readiness: noRules,
  }),
  'restore came to nothing': aView({
    run: restoreRun({
      state: ended({ kind: 'failed', step: 'restore', trouble: scriptFailed }),
      steps: restoreSteps({ kind: 'skipped', why: 'nothing was restored' }),
      backup,
    }),
    environment: withService,
    readiness: noRules,
  }),
  'restore succeeded': aView({
    run: restoreRun({ state: ended({ kind: 'succeeded' }), steps: [], backup }),
    readiness: noRules,
  }),
};

function aPlan() {
  const { plan } = aRun();
  if (plan === null) throw new Error('the sample run has a plan');
  return plan;
}

describe('the run card', () => {
  test('names who reviewed the SQL also where the checklist has no row for it', () => {
    const { receipt } = aPlan();
    const review = { by: ben, at: at(5), receipt };
    const shown = (given: typeof review) => {
      const run = aRun({ checklist: { ...aRun().checklist, review: given } });
      return JSON.stringify(runCard(aView({ run, readiness: noRules })).blocks);
    };
    expect(shown(review)).toContain(`SQL reviewed by <@${ben}>`);
    expect(shown({ ...review, receipt: sha('f') })).not.toContain('SQL reviewed by');
  });

  test.each(Object.keys(cards))('%s', (name) => {
    const card = runCard(cards[name] ?? aView());
    expect(messageProblems(card)).toEqual([]);
    expect(JSON.stringify(card, null, 2)).toMatchSnapshot();
  });

  const actionIds = (view: RunView): readonly unknown[] =>
    [...JSON.stringify(runCard(view)).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id);
  const card = (name: string): RunView => cards[name] ?? aView();

  test('no button starts anything again while the outcome is not known', () => {
    expect(actionIds(card('outcome unknown'))).toEqual(['run.look-again', 'run.show-log']);
  });

  test('approve disappears once there are enough approvals', () => {
    expect(actionIds(card('waiting for much'))).toContain('run.approve');
    expect(actionIds(card('waiting for the window only'))).not.toContain('run.approve');
  });

  test('a failed migration offers the restore and names the two ways out', () => {
    expect(actionIds(card('a migration failed'))).toContain('run.restore');
    const text = JSON.stringify(runCard(card('a migration failed')));
    for (const part of [
      'P3018',
      '42P01',
      ' rolled-back 2026',
      ' applied 2026',
      'Two ways out',
      'resolve.rolled-back',
      'resolve.applied',
    ])
      expect(text).toContain(part);
  });

  test('a restore that failed half-way says that the service is stopped and what there is to go back to', () => {
    const text = JSON.stringify(runCard(card('restore failed half-way')));
    for (const part of ['The service is stopped.', 'Safety backup', backup.path, './bin/service start'])
      expect(text).toContain(part);
    expect(text).not.toContain('The database was not changed.');
    const nothing = JSON.stringify(runCard(card('restore came to nothing')));
    expect(nothing).toContain('The database was not changed.');
    expect(nothing).not.toContain('The service is stopped.');
  });

  test('a restore after which the service does not start is not called half done', () => {
    const cause = trouble('service-command-failed', 'Starting the service ended with exit code 1.');
    const state = { kind: 'failed', startedAt: at(11), finishedAt: at(12), trouble: cause, exitCode: 1 } as const;
    const steps = stepsOf.restore.map((name, place) => (place < 5 ? done(name, 'well') : { name, state }));
    const run = restoreRun({ state: ended({ kind: 'failed', step: 'start', trouble: cause }), steps, backup });
    const text = JSON.stringify(runCard(aView({ run, environment: withService, readiness: noRules })));
    for (const part of [
      'The service is stopped.',
      'The backup is restored and verified',
      'Safety backup',
      'run.start-service',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('half restored');
  });

  test('a run that stopped early says that nothing was changed', () => {
    expect(JSON.stringify(runCard(card('the backup failed')))).toContain('The database was not changed.');
    expect(JSON.stringify(runCard(card('a migration failed')))).not.toContain('The database was not changed.');
  });

  test('an end that was not recorded can be asked for anew, where there is something to mark', () => {
    const found = { extent: 'none', present: 0, absent: 1, unknown: 0, file: null } as const;
    const purpose = { kind: 'resolve', migration: 'a', as: 'rolled-back', found, reason: null } as const;
    const buttons = (ending: Ending) => actionIds(aView({ run: aRun({ purpose, state: ended(ending, null) }) }));
    const failed = (code: TroubleCode) =>
      ({ kind: 'failed', step: 'preflight', trouble: trouble(code, 'No.') }) as const;
    const both = ['resolve.rolled-back', 'resolve.applied'];
    expect(buttons(failed('found-differs'))).toEqual(both);
    expect(buttons({ kind: 'rejected', by: ben, reason: null })).toEqual(both);
    expect(buttons(failed('not-failed'))).toEqual(['run.restore']);
    expect(buttons(failed('already-applied'))).toEqual([]);
  });

  test.each([
    { kind: 'dev', name: 'add_vault' },
    { kind: 'reset' },
    { kind: 'push', warnings: [], forceReset: false },
  ] as const)('a $kind that stopped at its backup is asked for again from its card', (purpose) => {
    const failedAt = (failing: Step['name'], cause: Trouble) => {
      const state = { kind: 'failed', startedAt: at(11), finishedAt: at(12), trouble: cause, exitCode: 1 } as const;
      const steps = stepsOf[purpose.kind].map(
        (name): Step => ({ name, state: name === failing ? state : { kind: 'pending' } }),
      );
      return { purpose, steps, state: ended({ kind: 'failed', step: failing, trouble: cause }) };
    };
    const buttons = (changes: Partial<Run>) => actionIds(aView({ run: aRun({ purpose, ...changes }) }));
    expect(buttons(failedAt('backup', trouble('backup-failed', 'No.')))).toEqual(['run.ask-again', 'run.show-log']);
    const rejected = ended({ kind: 'rejected', by: ben, reason: null }, null);
    expect(buttons({ state: rejected })).toEqual(['run.ask-again']);
    const changing = purpose.kind === 'dev' ? 'deploy' : purpose.kind;
    const half = failedAt(changing, trouble('reset-unfinished', 'Half.'));
    const onward = purpose.kind === 'dev' ? [] : ['run.ask-again'];
    expect(buttons(half)).toEqual([...onward, 'run.restore', 'run.show-log']);
    const unwell = failedAt('health', trouble('health-failed', 'Exit code 1.'));
    const changed = unwell.steps.map((step): Step => (step.name === changing ? done(changing, 'changed') : step));
    expect(buttons({ ...unwell, steps: changed })).toEqual(['run.restore', 'run.show-log']);
  });

  test('who waits for whom can be asked for while files are applied, and where somebody held them up', () => {
    expect(actionIds(card('running'))).toContain('run.locks');
    const early = runningSteps.map(
      (step): Step => (step.name === 'deploy' ? { name: 'deploy', state: { kind: 'pending' } } : step),
    );
    expect(actionIds(aView({ run: aRun({ state: running, steps: early }) }))).not.toContain('run.locks');
    const failedWith = (cause: Trouble) =>
      actionIds(
        aView({
          run: aRun({ steps: failedSteps, state: ended({ kind: 'failed', step: 'deploy', trouble: cause }) }),
        }),
      );
    const blocker = { label: 'Blocked by', value: 'pid 4711 (long report)' };
    expect(failedWith(trouble('lock-timeout', 'It waited.'))).toEqual(['run.redeploy', 'run.locks', 'run.show-log']);
    expect(failedWith(trouble('migration-failed', 'It waited.', [blocker]))).toContain('run.locks');
    expect(actionIds(card('a migration failed'))).not.toContain('run.locks');
  });

  test('whom the migration waits for can be stopped beside the words that name them', () => {
    const active = aBlocker({ pid: activeMark.pid, state: 'active', mark: activeMark });
    const others = [aBlocker({ pid: 0, mark: null }), active];
    const blocks = (...blockers: readonly Blocker[]) =>
      JSON.stringify(runCard(aView({ run: aRun({ state: running, steps: blockedBySteps(...blockers) }) })).blocks);
    const words = blocks(aBlocker(), ...others);
    for (const word of ['run.end-blocker', 'End session 811…', 'run.cancel-blocker', 'Cancel statement of 902…'])
      expect(words).toContain(word);
    expect(words).toContain(sessionValue(runId, idleMark));
    expect(words).toContain('of session 811 (long report as ana) is closed');
    expect(blocks()).not.toContain('-blocker');
    expect(blocks(aBlocker({ mark: null }))).not.toContain('-blocker');
  });

  test('a deploy that was cancelled at the database says what is left, and the ways out', () => {
    const left = trouble('signalled', 'The deploy was cancelled at the database. 1 of 3 migrations are applied.', [
      { label: 'Migration', value: '20261103101500_index_orders_by_day' },
    ]);
    const state = { kind: 'failed', startedAt: at(11), finishedAt: at(12), trouble: left, exitCode: 1 } as const;
    const steps = runningSteps.map((step): Step => (step.name === 'deploy' ? { name: 'deploy', state } : step));
    const run = aRun({ steps, state: ended({ kind: 'cancelled', by: ben, duringStep: 'deploy' }) });
    const text = JSON.stringify(runCard(aView({ run })));
    for (const part of [
      'Cancelled',
      '1 of 3 migrations',
      'Two ways out',
      'rolled-back 20261103101500',
      'Restore a backup',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('The database was not changed.');
  });
});
