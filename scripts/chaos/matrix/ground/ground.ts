import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildHost } from '../../../../playground/hosts/build-host.ts';
import { applyMigrations } from '../../../../playground/hosts/migrations.ts';
import { type CutOffProxy, cutOffProxy } from '../../../../playground/servers/cut-off-proxy.ts';
import { execute, type PrivatePostgres, startPostgres } from '../../../../playground/servers/postgres.ts';
import { type PrivateSshd, startSshd } from '../../../../playground/servers/sshd.ts';
import { channels } from '../../../../playground/stage/cast.ts';
import type { GodwitProcess } from '../../../../playground/stage/godwit-process.ts';
import { openStage, type Stage } from '../../../../playground/stage/stage.ts';
import { Closing } from '../../../../src/lib/closing.ts';
import { type OpenStore, openStore } from '../../../../src/store/open-store.ts';
import { kinds } from '../cells.ts';
import { type Field, stagedEnvironment, templateName } from './field.ts';
import { installStepHold, type StepHold } from './hold-steps.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

/** Everything that cells are tried on: a stage whose every part can be hit alone. */
export interface Ground extends AsyncDisposable {
  readonly stage: Stage;
  readonly store: OpenStore;
  readonly fields: readonly Field[];
  /** Godwit's own tables. */
  readonly own: PrivatePostgres;
  /** The databases of the environments. */
  readonly target: PrivatePostgres;
  readonly sshd: PrivateSshd;
  /** Between the workers and the sshd. */
  readonly proxy: CutOffProxy;
  /** What hosts write on. */
  readonly disk: SmallDisk;
  readonly hold: StepHold;
  /** The copy of this role that was started last. */
  readonly copy: (role: 'app' | 'worker') => GodwitProcess;
  /** Moves the clock of the workers that run now by so many milliseconds. */
  readonly shiftClock: (ms: number) => Promise<void>;
}

export interface GroundOptions {
  /** A directory of its own, below one that is removed with what runs in it. */
  readonly directory: string;
  readonly playground: string;
  /** How many environments there are for each kind of run. */
  readonly each: number;
}

const clockProgram = fileURLToPath(new URL('shift-clock.cjs', import.meta.url));

export async function openGround(options: GroundOptions): Promise<Ground> {
  const stack = new Closing();
  try {
    return await build(options, stack);
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function build({ directory, playground, each }: GroundOptions, stack: Closing): Promise<Ground> {
  await mkdir(directory, { recursive: true });
  const disk = stack.use(mountSmallDisk(path.join(directory, 'disk')));
  const [own, target, sshd] = await Promise.all([
    startPostgres({ directory: path.join(directory, 'own') }),
    startPostgres({ directory: path.join(directory, 'target') }),
    startSshd({ directory: path.join(disk.directory, 'sshd'), playground }),
  ]);
  for (const server of [own, target, sshd]) stack.use(server);
  const proxy = stack.use(await cutOffProxy(sshd.port));
  const fields = fieldsOf(directory, disk.directory, each);
  await makeTemplate(target, path.join(directory, 'template'));
  const databaseUrl = await durableDatabase(own);
  const clockFile = path.join(directory, 'clock');
  const stage = stack.use(
    await openStage({
      directory: path.join(directory, 'stage'),
      databaseUrl,
      roles: 'apart',
      environments: Object.fromEntries(
        fields.map((field) => [field.name, stagedEnvironment(field, target, { ...sshd, port: proxy.port })]),
      ),
      hostVariables: { NODE_OPTIONS: `--require=${clockProgram}`, CLOCK_SHIFT_FILE: clockFile },
    }),
  );
  enter(stage, fields);
  const store = stack.use(openStore({ databaseUrl, log: silent }));
  const hold = await installStepHold(databaseUrl, pause);
  const copy = (role: 'app' | 'worker') => copyOf(stage, role);
  return {
    stage,
    store,
    fields,
    own,
    target,
    sshd,
    proxy,
    disk,
    hold,
    copy,
    shiftClock: async (ms) => {
      await writeFile(clockFile, String(ms));
      process.kill(copy('worker').pid, 'SIGUSR2');
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

const fieldsOf = (directory: string, disk: string, each: number): readonly Field[] =>
  kinds.flatMap((kind, column) =>
    Array.from({ length: each }, (_, row) => ({
      kind,
      name: `${kind}-${row + 1}`,
      directory: path.join(disk, 'hosts', `${kind}-${row + 1}`),
      doorDirectory: path.join(directory, 'doors', `${kind}-${row + 1}`),
      person: `U1${column}${row}`,
    })),
  );

function enter({ slack }: Stage, fields: readonly Field[]): void {
  for (const { person, name } of fields) slack.addPerson({ id: person, name: `asks-${name}` });
  const members = fields.map(({ person }) => person);
  slack.addChannel({ id: channels.migrations, name: 'migrations', members, botIsMember: true });
}

async function makeTemplate(target: PrivatePostgres, directory: string): Promise<void> {
  const databaseUrl = await target.createDatabase(templateName);
  await applyMigrations(await buildHost({ directory, name: 'template', databaseUrl }));
}

/** What is committed here is flushed: its server is killed, and must have kept it. */
async function durableDatabase(own: PrivatePostgres): Promise<string> {
  const url = await own.createDatabase('own');
  await execute(url, 'ALTER DATABASE own SET synchronous_commit = on');
  return url;
}

function copyOf({ godwits }: Stage, role: 'app' | 'worker'): GodwitProcess {
  const found = godwits.findLast(({ logFile }) => path.basename(logFile).startsWith(`godwit-${role}-`));
  if (found === undefined) throw new Error(`looking for the ${role}: none was started`);
  return found;
}

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing, child: () => silent };
