import { toolCommand, toolVariables } from '../domain/postgres-tools.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { TaskCommand } from '../ports/remote.ts';
import { lookAt } from './look.ts';
import type { StepContext, TaskPlan } from './step.ts';
import { commandTrouble } from './task-trouble.ts';

/** Writes a dump in custom format to `path` with its checksum beside it; directory 0700, files 0600. */
export async function dumpTask(context: StepContext, path: string): Promise<TaskPlan> {
  const directory = path.slice(0, path.lastIndexOf('/'));
  const commands: readonly TaskCommand[] = [
    { argv: ['mkdir', '-p', '-m', '700', '--', directory], stdin: null, stdoutFile: null },
    {
      argv: toolCommand(context.environment.database.tools, ['pg_dump', '-Fc']),
      stdin: { secrets: toolVariables, file: null },
      stdoutFile: path,
    },
    { argv: ['sha256sum', '--', path], stdin: null, stdoutFile: `${path}.sha256` },
  ];
  return { commands, secrets: await context.toolSecrets(), memo: path };
}

/** An older pg_dump refuses a newer server, and says so only after the run has begun: so it is asked before. */
export async function toolsVersionTrouble(context: StepContext): Promise<Trouble | null> {
  const { environment, host } = context;
  const exit = await host.exec({
    argv: [...environment.database.tools, 'pg_dump', '--version'],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
  const problem = commandTrouble(exit, { name: 'pg_dump --version', code: 'tools-version' });
  if (problem !== null || exit.kind !== 'exited') return problem ?? trouble('internal', 'no exit');
  const tools = Number(/(\d+)/.exec(exit.stdout)?.[1]);
  const looked = await lookAt(context, (_, session) =>
    session.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`),
  );
  if (looked.kind === 'unseen') return looked.trouble;
  const server = Math.floor(Number(looked.value[0]?.version) / 10_000);
  if (tools >= server) return null;
  return trouble('tools-version', `pg_dump is version ${tools}, the server ${server}: it cannot dump it.`);
}
