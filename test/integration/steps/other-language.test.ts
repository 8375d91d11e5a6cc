import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration, applyMigrations } from '../../../playground/hosts/migrations.ts';
import { execute, startPostgres } from '../../../playground/servers/postgres.ts';
import { prismaLockKey } from '../../../src/database/migration-lock.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { deploy } from '../../../src/steps/deploy.ts';
import { lookAt } from '../../../src/steps/look.ts';
import { presentPlan } from '../../../src/steps/plan.ts';
import { forecastPush } from '../../../src/steps/push-forecast.ts';
import { proveSettings } from '../../../src/steps/session-settings.ts';
import type { StepContext } from '../../../src/steps/step.ts';
import { sampleRun } from '../../fakes/sample-runs.ts';
import { editSchema, withField } from '../../support/development.ts';
import { freshDirectory } from '../../support/remotes.ts';
import { environment } from '../../unit/domain/samples.ts';
import { openSite, type Site } from './step-site.ts';

const running = { kind: 'running', startedAt: epochMs(0), worker: 'w', token: 1, cancelling: null } as const;
const wrong = 'SELECT nothing';

/** A host whose database is one of a server that speaks German; `server` ends with the test. */
async function germanSite(url: string): Promise<Site> {
  const site = await openSite({ service: 'stopped', layout: 'plain', environment: { policy: environment().policy } });
  await editVariables(site.host, (text) => text.replace(site.host.databaseUrl, url));
  const variables = { ...site.host.environment, DATABASE_URL: url };
  const host = { ...site.host, databaseUrl: url, environment: variables };
  await applyMigrations(host);
  return { ...site, host };
}

async function editVariables({ directory }: DemoHost, edit: (text: string) => string): Promise<void> {
  const file = path.join(directory, '.env');
  await writeFile(file, edit(await readFile(file, 'utf8')));
}

async function contextOf(site: Site, change: Partial<StepContext>): Promise<StepContext> {
  const bare = sampleRun(`rlanguage${process.pid.toString(36)}` as RunId, { state: running });
  const first = site.context({ kind: 'deploy' }, { run: bare });
  const looked = await lookAt(first, (look, session) =>
    presentPlan({ ...first, now: first.now(), promotion: null, gates: [] }, look, session),
  );
  if (looked.kind === 'unseen') throw new Error(looked.trouble.message);
  return site.context({ kind: 'deploy' }, { ...change, run: { ...bare, plan: looked.value } });
}

test('what a server says in another language than English is understood', async (running) => {
  await using server = await startPostgres({ directory: freshDirectory('german'), language: 'de' });
  const url = await server.createDatabase('app');
  const said = await execute(url, wrong).catch((error: Error) => error.message);
  if (String(said).includes('does not exist'))
    return running.skip('the messages of PostgreSQL are not translated here');
  const site = await germanSite(url);

  // a lock that Prisma's own statement waited for: PostgreSQL's words alone
  await addMigration(site.host, '20260101000000_add_purse', 'CREATE TABLE "Purse" (id int);\n');
  const blocker = new pg.Client({ connectionString: url, application_name: 'long report' });
  blocker.on('error', () => undefined);
  await blocker.connect();
  await blocker.query(`SELECT pg_advisory_lock(${prismaLockKey})`);
  const reports: string[] = [];
  const report = async (word: string) => {
    reports.push(word);
    if (word.includes('try 2 of 5')) await blocker.end();
  };
  const context = await contextOf(site, { report });
  const outcome = await deploy(context);
  expect(reports.at(-1)).toMatch(/^Prisma's migration lock is held by `long report` .*; try 2 of 5/);
  expect(outcome).toMatchObject({ kind: 'done', summary: '1 of 1 applied, try 2' });

  // a change that a session may not make
  const { project } = await seen(context);
  await editSchema(site.host, withField('alloy String?'));
  expect(await forecastPush(context, project)).toEqual({ kind: 'possible', warnings: [] });

  // what psql says
  const opened = await context.targets.open(context.environment, context.host);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  await using session = opened.session;
  const tools = await context.targets.openTools(context.environment, context.host, session.tools);
  const refused = { sqlState: '42703', message: expect.stringMatching(/^Spalte/) };
  await expect(tools.query(wrong)).rejects.toMatchObject(refused);

  // what a session lacks
  const config = path.join(site.host.appDirectory, 'prisma.config.ts');
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace('process.env.DATABASE_URL', JSON.stringify(url)));
  expect(await proveSettings(context)).toEqual({ kind: 'without-effect', found: 'lock_timeout is 0' });
}, 120_000);

async function seen(context: StepContext) {
  const looked = await lookAt(context, async (look) => look);
  if (looked.kind === 'unseen') throw new Error(looked.trouble.message);
  return looked.value;
}
