import type { Trouble } from '../domain/trouble.ts';
import type { Opened, TargetSession } from '../ports/target.ts';
import { lookAt, notOpened, type Opening, sqlOf } from './opening.ts';
import { type DatabaseAddress, isAccelerate, parseDatabaseUrl } from './parse-url.ts';
import type { Seen } from './seen.ts';
import { accelerated, openSession, unreachable } from './target-session.ts';

/** Files and database in one round, through the exec prefix: to wherever the app's own URL leads from there. */
export async function openByApp(opening: Opening): Promise<Opened<TargetSession>> {
  const opened = await lookAt(opening, true);
  if (opened.kind === 'trouble') return notOpened(opened.trouble);
  const { seen, stream } = opened;
  const way = wayTo(seen, opening.environment.database.variable);
  if ('code' in way) {
    stream.destroy();
    return notOpened(way, seen.problem === null ? seen.project : null);
  }
  return openSession({ stream, ...way, project: seen.project, sqlOf: sqlOf(opening, seen) });
}

function wayTo(
  seen: Seen,
  variable: string,
): Trouble | { readonly address: DatabaseAddress; readonly ca: string | null } {
  if (seen.problem !== null) return seen.problem;
  if (seen.url === null) return unreachable(`${variable} is set neither in the app's environment nor in a .env file`);
  if (isAccelerate(seen.url)) return accelerated;
  const address = parseDatabaseUrl(seen.url);
  if (address === null) return unreachable(`${variable} is not a postgresql:// URL`);
  const { host, port } = address.identity;
  if (seen.connection.kind === 'closed') return unreachable(`${host}:${port}: ${seen.connection.why ?? 'no answer'}`);
  return { address, ca: seen.connection.ca };
}
