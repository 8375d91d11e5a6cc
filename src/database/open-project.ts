import type { Duplex } from 'node:stream';
import type { Environment } from '../domain/environment.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { type Host, RemoteOutage } from '../ports/remote.ts';
import { lineAfterMarker } from './line-after-marker.ts';
import { type ProgramOptions, programCommand } from './program-command.ts';
import { programFailure } from './program-failure.ts';
import { readSeen, type Seen } from './seen.ts';
import { newMarker } from './sql-texts.ts';

/** The longest that the first line may take: a cold container engine included. */
const firstLineMs = 30_000;

export interface ProjectRequest {
  readonly environment: Environment;
  readonly host: Host;
  readonly program: string;
  readonly options: ProgramOptions;
}

export type OpenedProject =
  | { readonly kind: 'seen'; readonly seen: Seen; readonly stream: Duplex }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/**
 * Runs the bridge and reads its first line; the stream then leads to the database, where it was reached. One that ended
 * without a word and would not now, as when the connection was lost under it, is run once more.
 */
export async function openProject(request: ProjectRequest): Promise<OpenedProject> {
  const first = await tryOpening(request);
  const last = first.kind === 'silent' ? await tryOpening(request) : first;
  return last.kind === 'silent' ? { kind: 'trouble', trouble: endedSilently } : last;
}

const endedSilently = trouble('exec-failed', 'The command through the exec prefix ended before it said anything.');

async function tryOpening(request: ProjectRequest): Promise<OpenedProject | { readonly kind: 'silent' }> {
  const marker = newMarker();
  const { environment, host } = request;
  const opened = await begun(() => host.open({ argv: commandOf(request, marker), directory: environment.directory }));
  if ('code' in opened) return { kind: 'trouble', trouble: opened };
  const stream: Duplex = opened;
  stream.on('error', () => undefined); // told by its end
  const line = await lineAfterMarker(stream, marker, AbortSignal.timeout(firstLineMs)).catch(() => null);
  const seen = line === null ? null : readSeen(line);
  if (seen !== null) return { kind: 'seen', seen, stream };
  stream.destroy();
  const why = line === null ? await explain(request) : foreignLine;
  return why === null ? { kind: 'silent' } : { kind: 'trouble', trouble: why };
}

const notBegun = ['directory-missing', 'exec-failed'];

/** A command that could not begin on a host that is there is an expected ending. */
async function begun<Stream>(open: () => Promise<Stream>): Promise<Stream | Trouble> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof RemoteOutage && notBegun.includes(error.trouble.code)) return error.trouble;
    throw error;
  }
}

const foreignLine = trouble('exec-failed', 'What was read through the exec prefix is not what was asked for.');

const commandOf = ({ environment, program, options }: ProjectRequest, marker: string) =>
  programCommand(environment, program, [marker, JSON.stringify(options)]);

/** A stream tells no exit code: the same command once more, without the database, says why it did not begin; null: it does now. */
async function explain(request: ProjectRequest): Promise<Trouble | null> {
  const options = { ...request.options, connect: false };
  const argv = commandOf({ ...request, options }, newMarker());
  const exit = await request.host.exec({
    argv,
    directory: request.environment.directory,
    stdin: null,
    timeLimitMs: firstLineMs,
  });
  return exit.kind === 'exited' && exit.code === 0 ? null : programFailure(exit);
}
