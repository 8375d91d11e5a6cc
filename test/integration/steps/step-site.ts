import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Backup } from '../../../src/domain/backup.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import type { Purpose, Run } from '../../../src/domain/run.ts';
import { epochMs } from '../../../src/lib/time.ts';
import type { ToolSecrets } from '../../../src/ports/target.ts';
import type { StepContext } from '../../../src/steps/step.ts';
import { sampleRun } from '../../fakes/sample-runs.ts';
import { type FreshHostOptions, freshHost } from '../../support/hosts.ts';
import { followed, owner } from '../../support/remotes.ts';
import { connected, environmentOf, local } from '../database/connected.ts';

export interface Site {
  readonly host: DemoHost;
  /** What one step of a run with this purpose works with. */
  readonly context: (purpose: Purpose, change?: Partial<StepContext>) => StepContext;
  readonly environment: Environment;
  readonly secrets: ToolSecrets;
}

export interface SiteOptions extends FreshHostOptions {
  readonly environment?: Partial<Environment>;
  readonly protected?: boolean;
  /** The app logs in as the owner of its database; default: as the superuser. */
  readonly login?: 'with-createdb' | 'without-createdb';
}

/** A host reached locally, by the real adapters, for steps that are taken alone; closed with the test. */
export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const { environment: change = {}, protected: isProtected = true, login, ...hostOptions } = options;
  const host = await freshHost({ backup: 'none', rollback: 'none', ...hostOptions });
  if (login !== undefined) await logInAsOwner(host, login === 'with-createdb');
  const { host: remote, targets, ...connection } = await connected(local);
  onTestFinished(() => connection[Symbol.asyncDispose]());
  const policy = { protected: isProtected } as Environment['policy']; // nothing else of it is read by these steps
  const environment = { ...environmentOf(host, local), policy, ...change };
  const opened = await targets.open(environment, remote);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  const secrets = opened.session.tools;
  await opened.session[Symbol.asyncDispose]();
  const context = (purpose: Purpose, over: Partial<StepContext> = {}): StepContext => {
    const run: Run = over.run ?? sampleRun(freshRun(), { purpose });
    const lock = { name: `lock-${run.id}`, owner: owner({ run: run.id }) };
    const runTask: StepContext['runTask'] = async (makePlan, options = {}) => {
      const plan = await makePlan();
      const id = [run.id, ...(options.part === undefined ? [] : [options.part])].join('-');
      await remote.takeLock(lock.name, lock.owner);
      await remote.begin({
        id,
        directory: environment.directory,
        commands: plan.commands,
        environment: plan.environment ?? {},
        secrets: plan.secrets ?? {},
        lock,
        timeLimitMs: 60_000,
        terminal: false,
      });
      const onText = (log: string) => void options.progressOf?.(log);
      return { ...(await followed(remote, id, { onText })), memo: plan.memo ?? null };
    };
    return {
      run,
      environment,
      host: remote,
      targets,
      owner: lock.owner,
      now: () => epochMs(Date.now()),
      earlyBackup: null,
      earlierBackups: [],
      runTask,
      begunPart: null,
      report: async () => undefined,
      toolSecrets: async () => secrets,
      ownRunEnded: async () => false,
      presentRun: async () => run,
      pause: async () => undefined,
      carried: { approved: null },
      ...over,
    };
  };
  return { host, context, environment, secrets };
}

let runs = 0;
const freshRun = (): RunId => `r${process.pid.toString(36)}${(runs++).toString(36)}x` as RunId;

/** Gives the database and all in it to a login of its own, and has the app use it. */
async function logInAsOwner(host: DemoHost, mayCreate: boolean): Promise<void> {
  const url = new URL(host.databaseUrl);
  const database = url.pathname.slice(1);
  const role = `${database}_owner`;
  await execute(host.databaseUrl, `CREATE ROLE "${role}" LOGIN ${mayCreate ? 'CREATEDB' : ''} PASSWORD 'pw'`);
  await execute(host.databaseUrl, `ALTER DATABASE "${database}" OWNER TO "${role}"`);
  await execute(
    host.databaseUrl,
    `DO $$ DECLARE t text; BEGIN
       FOR t IN SELECT format('TABLE %I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'
         UNION ALL SELECT format('TYPE %I', typname) FROM pg_type WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace
       LOOP EXECUTE format('ALTER %s OWNER TO "${role}"', t); END LOOP; END $$`,
  );
  url.username = role;
  url.password = 'pw';
  const file = path.join(host.directory, '../container/container.env');
  await writeFile(file, (await readFile(file, 'utf8')).replace(host.databaseUrl, url.href));
}

export const backingUp = (label = 'before'): Purpose => ({ kind: 'backup', label, forRun: null });

export const restoring = (backup: Backup, known: Backup | null = backup): Extract<Purpose, { kind: 'restore' }> => ({
  kind: 'restore',
  backup: { path: backup.path, bytes: backup.bytes, modifiedAt: backup.modifiedAt },
  known,
});
