import { EventEmitter, once } from 'node:events';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addMigration } from '../../../playground/hosts/migrations.ts';
import { execute, withAdvisoryLock } from '../../../playground/servers/postgres.ts';
import { prismaLockKey } from '../../../src/database/migration-lock.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { deploy } from '../../../src/steps/deploy.ts';
import { lookAt } from '../../../src/steps/look.ts';
import { presentPlan } from '../../../src/steps/plan.ts';
import type { StepContext } from '../../../src/steps/step.ts';
import { ana, sampleRun } from '../../fakes/sample-runs.ts';
import { ofThisDatabase, untilFound } from '../../support/lock-sessions.ts';
import { environment } from '../../unit/domain/samples.ts';
import { openSite, type Site, type SiteOptions } from './step-site.ts';

const purse = '20260101000000_add_purse';
const running: RunState = { kind: 'running', startedAt: epochMs(0), worker: 'w', token: 1, cancelling: null };

/** A deploy of one migration on a host of its own, ready to be taken, with what it reports while it goes on. */
async function deployOf(
  sql: string,
  options: SiteOptions & { readonly begunPart?: string; readonly cancelled?: boolean; readonly dies?: string } = {},
) {
  const { begunPart = null, cancelled = false, dies, ...rest } = options;
  const { policy } = environment();
  const site = await openSite({
    ...{ service: 'stopped', layout: 'plain', ...rest },
    environment: { policy, ...rest.environment },
  });
  await addMigration(site.host, purse, sql);
  const reports = openReports();
  const context = await contextOf(site, {
    begunPart: begunPart === null ? null : { part: begunPart, memo: null },
    report: reports.take,
    pause: (ms) => new Promise((resume) => setTimeout(resume, Math.min(ms, 200))),
  });
  const { runTask } = context;
  const memos = new Map<string, string | null>();
  const dying: StepContext['runTask'] = async (plan, taskOptions) => {
    if (dies === undefined || taskOptions?.part !== dies) return runTask(plan, taskOptions);
    memos.set(dies, (await plan()).memo ?? null);
    throw new Error(`the worker died before ${dies} began`);
  };
  /** As the next worker does, to whom the host proved that this part never began. */
  const goOn = (part: string) => deploy({ ...context, begunPart: { part, memo: memos.get(part) ?? null } });
  const present = cancelled ? { ...context.run, state: { ...running, cancelling: ana } } : context.run;
  return {
    site,
    reports,
    goOn,
    take: () => deploy({ ...context, runTask: dying, presentRun: async () => present as typeof context.run }),
  };
}

let number = 0;

async function contextOf(site: Site, change: Partial<StepContext>): Promise<StepContext> {
  const bare = sampleRun(`rblocked${process.pid.toString(36)}${(number++).toString(36)}` as RunId, { state: running });
  const first = site.context({ kind: 'deploy' }, { run: bare });
  const looked = await lookAt(first, (look, session) =>
    presentPlan({ ...first, now: first.now(), promotion: null, gates: [] }, look, session),
  );
  if (looked.kind === 'unseen') throw new Error(looked.trouble.message);
  return site.context({ kind: 'deploy' }, { ...change, run: { ...bare, plan: looked.value } });
}

/** A session of the test's own in the host's database; closed with the test. */
async function session({ host }: Site, application: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: host.databaseUrl, application_name: application });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

/** Holds the table until `leave`. */
async function block(site: Site, table = '"Order"') {
  const blocker = await session(site, 'long report');
  await blocker.query(`BEGIN; SELECT count(*) FROM ${table}`);
  return { leave: () => blocker.query('COMMIT') };
}

/** What a deploy reports, and the moment at which it says a word. */
function openReports() {
  const said: string[] = [];
  const events = new EventEmitter();
  const take = async (word: string) => {
    said.push(word);
    events.emit('said');
  };
  const until = async (word: string) => {
    while (!said.some((one) => one.includes(word))) await once(events, 'said');
  };
  return { said, take, until };
}

const historyOf = (site: Site) =>
  execute(
    site.host.databaseUrl,
    `SELECT finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS back FROM _prisma_migrations
     WHERE migration_name = '${purse}' ORDER BY started_at`,
  );

const patient = { stepMs: 60_000, lockTimeoutMs: null, statementTimeoutMs: null, waiting: null };
const addColumn = 'ALTER TABLE "Order" ADD COLUMN "purse" int;\n';

test.each<['whole' | 'split', string]>([
  ['whole', `CREATE INDEX "purse" ON "Product" ("karat");\n${addColumn}`],
  ['split', addColumn],
])(
  'is tried again, and succeeds when the blocker leaves (%s)',
  async (engineMode, sql) => {
    const { site, reports, take } = await deployOf(sql, { engineMode });
    const { leave } = await block(site);
    const taken = take();
    await reports.until('try 2 of 5');
    await leave();
    expect(await taken).toMatchObject({ kind: 'done', summary: '1 of 1 applied, try 2' });
    expect(reports.said[0]).toMatch(/^waits for a lock of pid \d+ \(long report, .*, idle in transaction for .* s\)$/);
    expect(await historyOf(site)).toEqual([
      { finished: false, back: true },
      { finished: true, back: false },
    ]);
  },
  120_000,
);

test.each(['mark-1', 'try-2'])(
  'a worker that dies before %s begins: the next one goes on with the tries',
  async (dies) => {
    const { site, reports, take, goOn } = await deployOf(addColumn, { dies });
    const { leave } = await block(site);
    await expect(take()).rejects.toThrow(`before ${dies} began`);
    await leave();
    expect(await goOn(dies)).toMatchObject({ kind: 'done', summary: '1 of 1 applied, try 2' });
    expect(reports.said.filter((word) => word.includes('try 2 of 5'))).toHaveLength(1);
    expect(await historyOf(site)).toEqual([
      { finished: false, back: true },
      { finished: true, back: false },
    ]);
  },
  120_000,
);

test('the next worker marks nothing as rolled back where something of it stands by then', async () => {
  const { site, take, goOn } = await deployOf(addColumn, { dies: 'mark-1' });
  const { leave } = await block(site);
  await expect(take()).rejects.toThrow('before mark-1 began');
  await leave();
  await execute(site.host.databaseUrl, addColumn);
  expect(await goOn('mark-1')).toMatchObject({
    kind: 'failed',
    trouble: { code: 'migration-failed', message: expect.stringContaining('The catalog changed since it began') },
  });
  expect(await historyOf(site)).toEqual([{ finished: false, back: false }]);
}, 120_000);

test('gives up after the fifth try, says who blocked, and leaves the way free for the next deploy', async () => {
  const { site, take } = await deployOf(addColumn, { begunPart: 'try-5' });
  await block(site);
  const outcome = await take();
  expect(outcome).toMatchObject({
    kind: 'failed',
    trouble: {
      code: 'lock-timeout',
      message: `${purse} waited longer than 2.0 s for a lock, 5 times. 0 of 1 migrations are applied.`,
      facts: [
        { label: 'SQLSTATE', value: '55P03' },
        { label: 'Blocked by', value: expect.stringMatching(/^pid \d+ \(long report/) },
      ],
    },
  });
  expect(await historyOf(site)).toEqual([{ finished: false, back: true }]);
}, 120_000);

test('is not tried again where a statement of the file stayed', async () => {
  const { site, take } = await deployOf(`CREATE TABLE "Purse" (id int);\n${addColumn}`, { engineMode: 'split' });
  await block(site);
  const outcome = await take();
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'migration-failed' } });
  if (outcome.kind !== 'failed') return;
  expect(outcome.trouble.message).toContain('The catalog changed since it began: public."Purse".');
  expect(outcome.trouble.facts).toContainEqual({ label: 'Migration', value: purse });
  expect(await historyOf(site)).toEqual([{ finished: false, back: false }]);
}, 120_000);

test('is not tried again where rows may have been changed', async () => {
  const { site, take } = await deployOf(`UPDATE "Product" SET karat = 24;\n${addColumn}`);
  await block(site);
  expect(await take()).toMatchObject({
    kind: 'failed',
    trouble: {
      code: 'migration-failed',
      message: expect.stringContaining(
        'Nobody can say what of it stayed: what line 1 does cannot be seen in the catalog.',
      ),
    },
  });
}, 120_000);

test('begins no further try once somebody cancelled', async () => {
  const { site, take } = await deployOf(addColumn, { cancelled: true });
  await block(site);
  expect(await take()).toMatchObject({
    kind: 'failed',
    trouble: { code: 'signalled', message: expect.stringContaining('cancelled between two tries') },
  });
  expect(await historyOf(site)).toEqual([{ finished: false, back: true }]);
}, 120_000);

describe("Prisma's own lock, held by somebody else", () => {
  test('is waited for up to the lock timeout, and tried for again until they are gone', async () => {
    const { site, reports, take } = await deployOf(addColumn);
    const taken = await withAdvisoryLock(site.host.databaseUrl, prismaLockKey, async () => {
      const begun = take();
      await reports.until('try 2 of 5');
      return { begun };
    });
    expect(await taken.begun).toMatchObject({
      kind: 'done',
      summary: expect.stringMatching(/^1 of 1 applied, try \d$/),
    });
    expect(reports.said.find((word) => word.includes('try 2'))).toMatch(
      /^Prisma's migration lock is held by `playground` \(process \d+\); try 2 of 5 in /,
    );
    expect(await historyOf(site)).toEqual([{ finished: true, back: false }]);
  }, 120_000);

  test('and given up after the fifth try of 10 s: by whom stands in the trouble, and theirs goes on', async () => {
    const limits = { ...patient, waiting: { sessions: 2, forMs: 1_000 } };
    const { site, take } = await deployOf(addColumn, { begunPart: 'try-5', environment: { limits } });
    const other = await session(site, 'another migration');
    await other.query(`SELECT pg_advisory_lock(${prismaLockKey})`);
    await other.query('BEGIN; LOCK TABLE "Order" IN EXCLUSIVE MODE');
    const shops = [await session(site, 'shop'), await session(site, 'shop')];
    const written = shops.map((client) => client.query('DELETE FROM "Order" WHERE false'));
    const outcome = await take();
    await other.query('COMMIT');
    expect((await Promise.all(written)).map(({ rowCount }) => rowCount)).toEqual([0, 0]);
    expect(outcome).toMatchObject({
      kind: 'failed',
      trouble: {
        code: 'migration-lock-held',
        message: expect.stringMatching(
          /^Prisma's migration lock is held by `another migration` \(process \d+\)\. Prisma waited for it 5 times\. 0 of 1 migrations are applied\.$/,
        ),
        facts: expect.arrayContaining([
          { label: 'Prisma', value: 'P1002' },
          expect.objectContaining({ label: 'User' }),
        ]),
      },
    });
    expect(await historyOf(site)).toEqual([]);
  }, 120_000);
});

test('is cancelled at the server when too many wait behind it', async () => {
  const limits = { ...patient, lockTimeoutMs: 2_000, waiting: { sessions: 2, forMs: 1_000 } };
  const { site, take } = await deployOf(`${addColumn}SELECT pg_sleep(50);\n`, { environment: { limits } });
  const waiting = [await session(site, 'shop'), await session(site, 'shop')];
  const taken = take();
  await heldBy(site);
  const counted = waiting.map((client) => client.query('SELECT count(*)::int AS orders FROM "Order"'));
  expect(await taken).toMatchObject({
    kind: 'failed',
    trouble: {
      code: 'others-waited',
      message: expect.stringContaining('was cancelled at the database, because up to 2 sessions waited behind it'),
    },
  });
  expect((await Promise.all(counted)).map(({ rows }) => rows)).toEqual([[{ orders: 20 }], [{ orders: 20 }]]);
  expect(await historyOf(site)).toEqual([{ finished: false, back: true }]);
}, 120_000);

test('that is cancelled while Prisma writes its history is cancelled, not refused', async () => {
  const { site, take } = await deployOf(addColumn, { cancelled: true, environment: { limits: patient } });
  const holder = await session(site, 'holder');
  await holder.query('BEGIN; LOCK TABLE _prisma_migrations IN EXCLUSIVE MODE');
  const taken = take();
  const waiting = `FROM pg_locks WHERE ${ofThisDatabase} AND relation = '_prisma_migrations'::regclass AND NOT granted`;
  const watcher = await session(site, 'watcher');
  await untilFound(watcher, `SELECT ${waiting}`);
  await watcher.query(`SELECT pg_cancel_backend(pid) ${waiting}`);
  expect(await taken).toMatchObject({ kind: 'failed', trouble: { code: 'signalled' } });
  expect(await historyOf(site)).toEqual([]);
}, 120_000);

/** Resolves once the migration has the table to itself. */
const heldBy = async (site: Site): Promise<void> =>
  untilFound(
    await session(site, 'watcher'),
    `SELECT FROM pg_locks WHERE ${ofThisDatabase} AND relation = '"Order"'::regclass AND mode = 'AccessExclusiveLock' AND granted`,
  );
