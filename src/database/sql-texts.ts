import { createHash, randomBytes } from 'node:crypto';
import type { Environment } from '../domain/environment.ts';
import type { MigrationFile } from '../domain/migration.ts';
import { type Host, RemoteOutage } from '../ports/remote.ts';
import { type ProgramOptions, programCommand } from './program-command.ts';
import { programFailure } from './program-failure.ts';

const readMs = 30_000;

export interface TextRequest {
  readonly environment: Environment;
  readonly host: Host;
  readonly program: string;
  readonly options: ProgramOptions;
  readonly files: readonly MigrationFile[];
}

/**
 * Reads the texts of the named files in one command. A text that is not the file's any more (its checksum differs) is
 * left out, like one that is gone. Throws `RemoteOutage` (`exec-failed`) when the command cannot be run any more.
 */
export async function readTexts(request: TextRequest, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { environment, host, program, options, files } = request;
  const marker = newMarker();
  const exit = await host.exec({
    argv: programCommand(environment, program, [marker, JSON.stringify(options), JSON.stringify(names)]),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: readMs,
  });
  const at = exit.kind === 'exited' ? exit.stdout.lastIndexOf(`\n${marker}`) : -1;
  if (exit.kind !== 'exited' || at < 0) throw new RemoteOutage(programFailure(exit));
  const texts = JSON.parse(exit.stdout.slice(at + 1 + marker.length)) as Readonly<Record<string, string | null>>;
  return new Map(files.flatMap((file) => sameText(file, texts[file.name])));
}

function sameText(file: MigrationFile, base64: string | null | undefined): [string, string][] {
  if (base64 === null || base64 === undefined) return [];
  const bytes = Buffer.from(base64, 'base64');
  return createHash('sha256').update(bytes).digest('hex') === file.sha256 ? [[file.name, bytes.toString('utf8')]] : [];
}

/** A word that no noise contains. */
export const newMarker = (): string => `godwit-${randomBytes(12).toString('hex')}:`;

/** Texts by name, where all names asked for in one turn of the event loop are read by one command. */
export function textReader(read: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>) {
  let batch: { readonly names: string[]; readonly texts: Promise<ReadonlyMap<string, string>> } | null = null;
  return async (name: string): Promise<string | null> => {
    if (batch === null) {
      const names: string[] = [];
      const texts = new Promise<void>((turn) => setImmediate(turn)).then(() => {
        batch = null;
        return read(names);
      });
      batch = { names, texts };
    }
    batch.names.push(name);
    return (await batch.texts).get(name) ?? null;
  };
}
