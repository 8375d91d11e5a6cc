import type { DatabaseAccess, Environment, SecretReference } from '../domain/environment.ts';
import { trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { Log } from '../ports/log.ts';
import type { Host } from '../ports/remote.ts';
import type { Opened, TargetSession, Targets } from '../ports/target.ts';
import { readHistory } from './history.ts';
import { cancelMigration, migrationLockHolder } from './migration-lock.ts';
import { type OpenedProject, openProject } from './open-project.ts';
import { parseDatabaseUrl } from './parse-url.ts';
import { programOptions } from './program-command.ts';
import { programText } from './program-text.ts';
import { receiptCommand } from './receipt-command.ts';
import type { Seen } from './seen.ts';
import { readTexts, textReader } from './sql-texts.ts';
import { openSession, unreachable } from './target-session.ts';
import { openTools } from './tools-session.ts';

const connectMs = 5_000;

export interface TargetsDeps {
  readonly log: Log;
  /** Resolves `env:` and `file:` references; throws a sentence when absent. */
  readonly readSecret: (reference: SecretReference) => Secret;
}

/** The databases of the environments, reached as their apps do or by a tunnel. */
export function createTargets(deps: TargetsDeps): Targets {
  const programs = { bridge: programText('bridge'), texts: programText('texts'), receipt: programText('receipt') };
  return {
    open: (environment, host) => {
      const opening = { environment, host, programs, deps };
      return environment.database.via === 'app' ? openByApp(opening) : openByTunnel(opening, environment.database);
    },
    openTools,
    receiptCommand: (environment, expected) => receiptCommand(environment, programs.receipt, expected),
    history: readHistory,
    lockHolder: migrationLockHolder,
    cancelMigration,
  };
}

interface Opening {
  readonly environment: Environment;
  readonly host: Host;
  readonly programs: { readonly bridge: string; readonly texts: string };
  readonly deps: TargetsDeps;
}

async function openByApp(opening: Opening): Promise<Opened<TargetSession>> {
  const opened = await lookAt(opening, true);
  if (opened.kind === 'trouble') return { ...opened, project: null };
  const { seen, stream } = opened;
  const stop = (reason: ReturnType<typeof unreachable>): Opened<TargetSession> => {
    stream.destroy();
    return { kind: 'trouble', trouble: reason, project: seen.problem === null ? seen.project : null };
  };
  if (seen.problem !== null) return stop(seen.problem);
  const { variable } = opening.environment.database;
  if (seen.url === null)
    return stop(unreachable(`${variable} is set neither in the app's environment nor in a .env file`));
  const address = parseDatabaseUrl(seen.url);
  if (address === null) return stop(unreachable(`${variable} is not a postgresql:// URL`));
  if (seen.connection.kind === 'closed')
    return stop(
      unreachable(`${address.identity.host}:${address.identity.port}: ${seen.connection.why ?? 'no answer'}`),
    );
  return openSession({ stream, address, ca: seen.connection.ca, project: seen.project, sqlOf: sqlOf(opening, seen) });
}

async function openByTunnel(
  opening: Opening,
  { url, variable }: Extract<DatabaseAccess, { via: 'ssh' }>,
): Promise<Opened<TargetSession>> {
  const address = parseDatabaseUrl(opening.deps.readSecret(url));
  if (address === null)
    return { kind: 'trouble', trouble: unreachable(`the configured url is not a postgresql:// URL`), project: null };
  const { host, port } = address.identity;
  const [opened, tunnel] = await Promise.all([
    lookAt(opening, false),
    opening.host.tunnel(host, port).catch((error: unknown) => (error instanceof Error ? error : new Error('unknown'))),
  ]);
  if (opened.kind === 'seen') opened.stream.destroy();
  if (opened.kind === 'trouble' || opened.seen.problem !== null) {
    if (!(tunnel instanceof Error)) tunnel.destroy();
    return {
      kind: 'trouble',
      trouble: opened.kind === 'trouble' ? opened.trouble : (opened.seen.problem ?? trouble('internal', variable)),
      project: null,
    };
  }
  const { seen } = opened;
  if (tunnel instanceof Error)
    return { kind: 'trouble', trouble: unreachable(`${host}:${port}: ${tunnel.message}`), project: seen.project };
  return openSession({ stream: tunnel, address, ca: null, project: seen.project, sqlOf: sqlOf(opening, seen) });
}

function lookAt({ environment, host, programs }: Opening, connect: boolean): Promise<OpenedProject> {
  return openProject({
    environment,
    host,
    program: programs.bridge,
    options: programOptions(environment, connect, connectMs),
  });
}

function sqlOf({ environment, host, programs }: Opening, { project }: Seen): TargetSession['sqlOf'] {
  const options = programOptions(environment, false, connectMs);
  const request = { environment, host, program: programs.texts, options, files: project.files };
  return textReader((names) => readTexts(request, names));
}
