import type { Trouble } from '../domain/trouble.ts';
import type { Opened, PrismaProject } from '../ports/target.ts';
import { addressFor, closeOf, lookAt, nameOf, notOpened, type Opening, type Reader, sqlOf } from './opening.ts';
import { type DatabaseAddress, isAccelerate, parseDatabaseUrl } from './parse-url.ts';
import { readSeen, type Seen } from './seen.ts';
import { split } from './split.ts';
import { accelerated, openSession, unreachable } from './target-session.ts';

/** Files and database in one round, through the exec prefix: to wherever the app's own URL leads from there. */
export async function openByApp(opening: Opening): Promise<Opened<Reader>> {
  const opened = await lookAt(opening, true);
  if (opened.kind === 'trouble') return notOpened(opened.trouble);
  const { seen, stream } = opened;
  if (seen.url !== null) opening.learn(seen.url);
  const way = wayTo(seen, opening);
  if ('code' in way) {
    stream.destroy();
    return notOpened(way, seen.problem === null ? seen.project : null);
  }
  const over = closeOf(stream);
  const { database, ask } = split(stream);
  const session = await openSession({
    stream: database,
    address: addressFor(opening, way.address),
    ca: way.ca,
    project: seen.project,
    sqlOf: sqlOf(opening, seen),
    name: nameOf(opening),
  });
  if (session.kind === 'trouble') return session;
  const lookAgain = async () => sameWay(seen, readSeen((await ask()) ?? ''));
  return { kind: 'open', session: { session: session.session, lookAgain, over } };
}

/** The project, where the same URL still leads to the same database; null otherwise. */
function sameWay(before: Seen, now: Seen | null): PrismaProject | null {
  if (now === null || now.problem !== null || now.connection.kind === 'closed') return null;
  const sameUrl = now.url !== null && now.url.reveal() === before.url?.reveal();
  const sameCa = before.connection.kind === 'open' && before.connection.ca === now.connection.ca;
  return sameUrl && sameCa ? now.project : null;
}

function wayTo(
  seen: Seen,
  { environment, learn }: Opening,
): Trouble | { readonly address: DatabaseAddress; readonly ca: string | null } {
  if (seen.problem !== null) return seen.problem;
  const { variable } = environment.database;
  if (seen.url === null) return unreachable(`${variable} is set neither in the app's environment nor in a .env file`);
  if (isAccelerate(seen.url)) return accelerated;
  const address = parseDatabaseUrl(seen.url);
  if (address === null) return unreachable(`${variable} is not a postgresql:// URL`);
  learn(address.password);
  const { host, port } = address.identity;
  if (seen.connection.kind === 'closed') return unreachable(`${host}:${port}: ${seen.connection.why ?? 'no answer'}`);
  return { address, ca: seen.connection.ca };
}
