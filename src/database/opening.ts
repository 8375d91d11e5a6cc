import type { Environment, SecretReference } from '../domain/environment.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { Host } from '../ports/remote.ts';
import type { Opened, PrismaProject, TargetSession } from '../ports/target.ts';
import { type OpenedProject, openProject } from './open-project.ts';
import { programOptions } from './program-command.ts';
import type { Seen } from './seen.ts';
import { readTexts, textReader } from './sql-texts.ts';

/** Resolves `env:` and `file:` references; throws a sentence when there is nothing. */
export type ReadSecret = (reference: SecretReference) => Secret | Promise<Secret>;

/** One environment about to be opened, with what that takes. */
export interface Opening {
  readonly environment: Environment;
  readonly host: Host;
  readonly programs: { readonly bridge: string; readonly texts: string };
  readonly readSecret: ReadSecret;
}

const connectMs = 5_000;

/** Looks at the project; with `connect`, the stream then leads to the app's database. */
export function lookAt({ environment, host, programs }: Opening, connect: boolean): Promise<OpenedProject> {
  const options = programOptions(environment, connect, connectMs);
  return openProject({ environment, host, program: programs.bridge, options });
}

/** Reads the texts of the files that were seen. */
export function sqlOf({ environment, host, programs }: Opening, { project }: Seen): TargetSession['sqlOf'] {
  const options = programOptions(environment, false, connectMs);
  const request = { environment, host, program: programs.texts, options, files: project.files };
  return textReader((names) => readTexts(request, names));
}

export function notOpened(trouble: Trouble, project: PrismaProject | null = null): Opened<TargetSession> {
  return { kind: 'trouble', trouble, project };
}
