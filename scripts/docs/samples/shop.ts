/** The runs and reports that the pages on commands show; the same project as in the tests of what is drawn. */
import type { Ending, Run, Step, StepName } from '../../../src/domain/run.ts';
import { epochMs } from '../../../src/lib/time.ts';
import type { Surroundings } from '../../../src/render/surroundings.ts';
import { blockerWords } from '../../../src/steps/watch.ts';
import { finding, review } from '../../../test/fakes/sample-reviews.ts';
import { aBlocker } from '../../../test/unit/render/lock-samples.ts';
import {
  ana,
  aRun,
  at,
  backup,
  ben,
  blockedBySteps,
  failedSteps,
  failure,
  names,
  plan,
  production,
  restoreRun,
  running,
  staging,
  warnings,
} from '../../../test/unit/render/samples.ts';

export * from '../../../test/unit/render/samples.ts';

/** Nothing open, nothing frozen. */
export const surroundings: Surroundings = {
  environment: production,
  freeze: null,
  window: null,
  lastRun: null,
  unreviewed: [],
  open: null,
  newer: null,
};

const [added = '', indexed = '', dropped = ''] = names;

export const reviewed = review(
  [
    finding({
      file: indexed,
      severity: 'risky',
      table: 'Order',
      sentence: 'Building Order_day_idx blocks all writes to Order.',
      held: { fromMs: 12_000, toMs: 40_000 },
    }),
    finding({
      file: dropped,
      rule: 'B01',
      tier: 'compat',
      severity: 'risky',
      table: 'User',
      title: 'A column is dropped',
      sentence: 'Code that still reads User.legacyFlags breaks as soon as this is applied.',
    }),
  ],
  {
    files: [added, indexed, dropped].map((name, place) => ({
      name,
      verdict: place === 0 ? 'safe' : 'risky',
      statements: 1,
      locks: place === 1 ? [{ table: 'Order', lock: 'Share', work: 'index-build' }] : [],
    })),
  },
);

const ended = (ending: Ending, startedAt: number | null = 10): Run['state'] => ({
  kind: 'ended',
  ending,
  startedAt: startedAt === null ? null : at(startedAt),
  endedAt: startedAt === null ? at(12) : epochMs(at(startedAt) + 72_000),
});

/** Each step with what it said and how many seconds it took. */
const all = (said: Partial<Record<StepName, readonly [summary: string, seconds: number]>>): readonly Step[] =>
  (Object.entries(said) as [StepName, readonly [string, number]][]).map(([name, [summary, seconds]]) => ({
    name,
    state: { kind: 'done', startedAt: at(10), finishedAt: epochMs(at(10) + seconds * 1_000), summary, exitCode: 0 },
  }));

export const succeeded = aRun({
  backup,
  state: ended({ kind: 'succeeded' }),
  steps: all({
    preflight: ['prisma 7.10.0, receipt unchanged', 2],
    backup: ['1.2 GB', 34],
    'verify-backup': ['read through', 6],
    deploy: ['3 of 3 applied', 24],
    verify: ['history and Prisma agree, nothing pending', 2],
    health: ['well', 1],
    notify: ['told in 1 channel', 1],
  }),
});

const waitsFor = aBlocker();
const progress = `a lock could not be had; try 2 of 5 in 2.3 s; blocked by ${blockerWords(waitsFor)}`;
export const blocked = aRun({
  state: running,
  steps: blockedBySteps(waitsFor).map(({ name, state }) => ({
    name,
    state: state.kind === 'running' ? { ...state, progress } : state,
  })),
});

export const failed = aRun({
  backup,
  state: ended({ kind: 'failed', step: 'deploy', trouble: failure }),
  steps: failedSteps,
});

export const cancelled = aRun({ state: ended({ kind: 'cancelled', by: ben, duringStep: null }, null) });

export const backedUp = aRun({
  requestedBy: ana,
  purpose: { kind: 'backup', label: 'pre-migration', forRun: null },
  plan: null,
  backup,
  state: ended({ kind: 'succeeded' }),
  steps: all({ preflight: ['/opt/gold-factory', 1], backup: ['1.2 GB', 64], 'verify-backup': ['read through', 7] }),
});

export const restored = restoreRun({
  state: ended({ kind: 'succeeded' }),
  steps: all({
    preflight: ['unchanged since the approval', 2],
    stop: ['stopped', 3],
    'safety-backup': ['1.2 GB in .godwit-safety/production/r7f3k2mq.dump, kept until 2026-11-29', 20],
    restore: [backup.path, 38],
    'verify-restore': ['1 migration, as recorded with the backup', 1],
    start: ['started', 4],
    health: ['well', 1],
    notify: ['told in 1 channel', 1],
  }),
});

const shortly = {
  preflight: ['prisma 7.10.0, receipt unchanged', 2],
  backup: ['1.2 GB', 34],
  'verify-backup': ['read through', 6],
} as const;
const onStaging = { environment: staging.id, state: ended({ kind: 'succeeded' }), backup } as const;

export const created = aRun({
  ...onStaging,
  purpose: { kind: 'dev', name: 'add_vault' },
  plan: {
    ...plan,
    pending: plan.pending.slice(0, 1).map((file) => ({ ...file, name: '20261122131200_add_vault' })),
    review: review([], { files: [{ name: '20261122131200_add_vault', verdict: 'safe', statements: 1, locks: [] }] }),
  },
  steps: all({
    ...shortly,
    create: ['20261122131200_add_vault', 1],
    deploy: ['1 of 1 applied', 2],
    verify: ['history and Prisma agree, nothing pending', 2],
    health: ['well', 1],
  }),
});

const nothingPending = { ...plan, pending: [], review: null };

export const resetRun = aRun({
  ...onStaging,
  purpose: { kind: 'reset' },
  plan: nothingPending,
  steps: all({ ...shortly, reset: ['4 of 4 applied anew', 3], health: ['well', 1] }),
});

export const pushRun = aRun({
  ...onStaging,
  purpose: { kind: 'push', warnings, forceReset: false },
  plan: nothingPending,
  steps: all({ ...shortly, push: ['the database is what the schema says', 3], health: ['well', 1] }),
});
