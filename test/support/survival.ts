import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmod, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, inject } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import type { SshAddress } from '../../playground/servers/sshd.ts';
import type { GodwitProcess } from '../../playground/stage/godwit-process.ts';
import type { EnvironmentId } from '../../src/domain/ids.ts';
import type { Run, StepName, StepState } from '../../src/domain/run.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { silentLog } from '../fakes/sample-runs.ts';
import { openTheatre, type Theatre, type TheatreOptions } from './stages.ts';

const call = promisify(execFile);
const waitAtMostMs = 60_000;

export const staging = 'gold-factory/staging' as EnvironmentId;
export const production = 'gold-factory/production' as EnvironmentId;

/** Looks into Godwit's own tables, beside the processes that write them. */
export const watch = (databaseUrl: string): OpenStore => openStore({ databaseUrl, log: silentLog });

/** Waits until the newest run of the environment fits; looks whenever something was committed. */
export async function untilRun(
  store: OpenStore,
  { environment, what }: { environment: EnvironmentId; what: string },
  fits: (run: Run) => boolean,
): Promise<Run> {
  const commits = new EventEmitter();
  await using _listening = await store.onOutbox(() => commits.emit('commit'));
  const late = AbortSignal.timeout(waitAtMostMs);
  for (;;) {
    const next = once(commits, 'commit', { signal: late });
    next.catch(() => undefined);
    const [run] = await store.runs({ environment, limit: 1 });
    if (run !== undefined && fits(run)) return run;
    await next.catch(() => {
      throw new Error(`waiting for ${what}: not within ${waitAtMostMs} ms; the run is ${JSON.stringify(run)}`);
    });
  }
}

/** An sshd of a test's own as an environment's place. */
export const placeOf = ({ host, port, user, privateKeyFile, hostKeyFingerprint: hostKey }: SshAddress) => ({
  host,
  port,
  user,
  privateKeyFile,
  hostKey,
});

/** What a story of survival works with: the stage, Godwit's own tables, and the wait for staging's newest run. */
export interface SurvivalStory extends Theatre {
  readonly store: OpenStore;
  readonly until: (what: string, fits: (run: Run) => boolean) => Promise<Run>;
}

/**
 * Opens all of it before the tests of a file and closes it behind them; `options` is asked for when it opens. What was
 * opened by hooks that stand before this call is closed after it.
 */
export function survivalStory(options: () => TheatreOptions = () => ({})): () => SurvivalStory {
  let story: SurvivalStory | undefined;
  beforeAll(async () => {
    const theatre = await openTheatre(options());
    const store = watch(theatre.stage.databaseUrl);
    story = { ...theatre, store, until: (what, fits) => untilRun(store, { environment: staging, what }, fits) };
  });
  afterAll(async () => {
    await story?.store[Symbol.asyncDispose]();
    await story?.[Symbol.asyncDispose]();
  });
  return () => {
    if (story === undefined) throw new Error('the story has not begun');
    return story;
  };
}

export const stepOf = ({ steps }: Run, name: StepName): StepState | undefined =>
  steps.find((step) => step.name === name)?.state;

/** Whether Prisma has said which migration it applies. */
export const appliesMigration = (run: Run): boolean => {
  const state = stepOf(run, 'deploy');
  return state?.kind === 'running' && state.progress !== null;
};
export const isEnded = ({ state }: Run): boolean => state.kind === 'ended';
export const tokenOf = ({ state }: Run): number => (state.kind === 'running' ? state.token : 0);

/** The traces that the run left on a host, one a detached task, and what each printed. */
export async function tasksOf(
  { id }: Run,
  at: 'staging' | 'production' = 'staging',
): Promise<ReadonlyMap<string, string>> {
  const runs = path.join(inject('realParts').ssh[at].home, '.local/state/godwit/runs');
  const names = (await readdir(runs)).filter((name) => name.startsWith(`${id}-`)).sort();
  const logs = names.map(async (name) => [name, await readFile(path.join(runs, name, 'log'), 'utf8')] as const);
  return new Map(await Promise.all(logs));
}

/** A backup script that counts its starts, prints, waits at its gate until it is let through once, prints more, and dumps. */
export interface GatedBackup {
  /** Resolves once the script waits. */
  readonly reached: () => Promise<Gate>;
  readonly starts: () => Promise<number>;
}
export interface Gate {
  readonly letThrough: () => Promise<void>;
  /** Nobody waits any more: the gate is removed. */
  readonly abandon: () => Promise<void>;
}

const gatedScript = `#!/bin/sh
set -eu
cd "$(dirname -- "$0")/.."
word=open
echo "$$" >> starts
seq 1 300 | sed 's/$/ of the first part, with ümlauts/'
echo "the password is $(. ./config/database.env; echo "$PGPASSWORD")"
printf 'a line that is not finished yet'
[ -p gate ] && read -r word < gate
echo " … and now it is: $word"
echo "the password is still $(. ./config/database.env; echo "$PGPASSWORD")"
seq 1 300 | sed 's/$/ of the second part/'
mkdir -p "backups/$1"
./bin/database pg_dump --format=custom --file="backups/$1/\${2:-manual}.dump"
`;

/** Puts that script on the host, its gate closed; to be called again for the next backup that is to wait. */
export async function gateBackups({ directory }: DemoHost): Promise<GatedBackup> {
  const script = path.join(directory, 'scripts/backup.sh');
  await writeFile(script, gatedScript);
  await writeFile(path.join(directory, 'starts'), '');
  await chmod(script, 0o755);
  const fifo = path.join(directory, 'gate');
  await call('mkfifo', [fifo]);
  return {
    reached: async () => {
      // Opening a pipe for writing waits for its reader.
      const gate = await open(fifo, 'w');
      const abandon = async () => {
        await gate.close();
        await rm(fifo);
      };
      const letThrough = async () => {
        await gate.write('go\n');
        await abandon();
      };
      return { letThrough, abandon };
    },
    starts: async () => (await readFile(path.join(directory, 'starts'), 'utf8')).trim().split('\n').length,
  };
}

/** The running copies of one role. */
export const copiesOf = (godwits: readonly GodwitProcess[], role: 'app' | 'worker'): readonly GodwitProcess[] =>
  godwits.filter(({ logFile }) => path.basename(logFile).startsWith(`godwit-${role}-`));
