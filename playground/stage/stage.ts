import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { engineEnvironment } from '../prisma-engine/environment.mjs';
import { playgroundMarker } from '../servers/pid-files.ts';
import { createLogin } from '../servers/postgres.ts';
import { type PrivateRedis, startRedis } from '../servers/redis.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator/slack-emulator.ts';
import { enter } from './cast.ts';
import { type GodwitProcess, runGodwit, startGodwit } from './godwit-process.ts';
import { type StagedEnvironment, settings } from './settings.ts';

const copies = { all: ['all'], apart: ['app', 'worker'], app: ['app'] } as const;

export interface StageOptions {
  /** A directory of the stage's own. */
  readonly directory: string;
  /** A database for Godwit's own tables, by its owner's URL; empty where no `runningUrl` is given. */
  readonly databaseUrl: string;
  /** The URL of the running role, where `godwit migrate` has been there already. */
  readonly runningUrl?: string;
  readonly environments: Readonly<Record<string, StagedEnvironment>>;
  readonly mode?: 'socket' | 'http';
  /** `all` in one process (default), app and worker apart, or an app whose requests nobody works on. */
  readonly roles?: keyof typeof copies;
  /** Variables that godwit.yml refers to; only who works on hosts has them. */
  readonly hostVariables?: Readonly<Record<string, string>>;
}

/** Everything between a person in Slack and the hosts, running: a stand-in of Slack, Redis, Godwit. */
export interface Stage extends AsyncDisposable {
  readonly slack: SlackEmulator;
  readonly redis: PrivateRedis;
  /** The owner's URL; `variables` hold that of the running role. */
  readonly databaseUrl: string;
  /** The path of godwit.yml. */
  readonly configuration: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Those that run now. */
  readonly godwits: readonly GodwitProcess[];
  /** Starts another copy. */
  readonly start: (role: 'app' | 'worker' | 'all') => Promise<GodwitProcess>;
  /** Writes godwit.yml anew; a copy that is started afterwards reads it. */
  readonly configure: (environments: Readonly<Record<string, StagedEnvironment>>) => Promise<void>;
}

/** Sets the stage: brings Godwit's own tables up with `godwit migrate` where they are not yet, and starts it. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { directory, databaseUrl, mode = 'socket', roles = 'all' } = options;
  await mkdir(directory, { recursive: true });
  const configuration = path.join(directory, 'godwit.yml');
  const configure = (environments: StageOptions['environments']) => writeFile(configuration, settings(environments));
  await configure(options.environments);
  const slack = await startSlackEmulator();
  enter(slack);
  const redis = await startRedis({ directory: path.join(directory, 'redis') });
  const runningUrl = options.runningUrl ?? (await ownTables(directory, databaseUrl));
  const variables = {
    GODWIT_CONFIG: configuration,
    DATABASE_URL: runningUrl,
    REDIS_URL: redis.url,
    PORT: '0',
    HOST: '127.0.0.1',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.app.botToken,
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: slack.app.appToken } : {}),
  };
  const godwits: GodwitProcess[] = [];
  const start = async (role: 'app' | 'worker' | 'all') => {
    const logFile = path.join(directory, `godwit-${role}-${godwits.length}.log`);
    const started = await startGodwit({
      role,
      logFile,
      variables: {
        ...(role === 'worker' ? withoutSlack(variables) : variables),
        ...(role === 'app' ? {} : options.hostVariables),
      },
    });
    godwits.push(started);
    if (mode === 'http' && role !== 'worker') slack.deliverTo(`http://127.0.0.1:${started.port}/slack/events`);
    return started;
  };
  const stage: Stage = {
    slack,
    redis,
    databaseUrl,
    configuration,
    variables,
    godwits,
    start,
    configure,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(godwits.map((godwit) => godwit.end()));
      await slack[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
  await Promise.all(copies[roles].map(start));
  return stage;
}

/** A worker is to hold no token of Slack's. */
const withoutSlack = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('SLACK_')));

/** Godwit runs as a role of its own, which has what `godwit migrate` gives it and no more: answers with its URL. */
async function ownTables(directory: string, databaseUrl: string): Promise<string> {
  const runningUrl = await createLogin(databaseUrl);
  const urls = { DATABASE_OWNER_URL: databaseUrl, DATABASE_URL: runningUrl };
  const ended = await runGodwit(['migrate'], { ...urls, [playgroundMarker]: directory, ...engineEnvironment() });
  if (ended.exitCode !== 0) throw new Error(`bringing Godwit's own tables up:\n${ended.stdout}${ended.stderr}`);
  return runningUrl;
}
