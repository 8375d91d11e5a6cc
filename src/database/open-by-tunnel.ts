import type { Duplex } from 'node:stream';
import type { SecretReference } from '../domain/environment.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Opened, TargetSession } from '../ports/target.ts';
import { lookAt, notOpened, type Opening, type ReadSecret, sqlOf } from './opening.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './parse-url.ts';
import type { Seen } from './seen.ts';
import { openSession, unreachable } from './target-session.ts';

/** The files through the exec prefix, and at the same time the database by a tunnel to the configured URL. */
export async function openByTunnel(opening: Opening, url: SecretReference): Promise<Opened<TargetSession>> {
  const address = await addressOf(opening.readSecret, url);
  if ('code' in address) return notOpened(address);
  const [seen, tunnel] = await Promise.all([filesOnly(opening), tunnelTo(opening, address)]);
  const trouble = 'code' in seen ? seen : seen.problem;
  if (trouble !== null || 'code' in seen) {
    if (!('code' in tunnel)) tunnel.destroy();
    return notOpened(trouble ?? unreachable('the project was not seen'));
  }
  if ('code' in tunnel) return notOpened(tunnel, seen.project);
  return openSession({ stream: tunnel, address, ca: null, project: seen.project, sqlOf: sqlOf(opening, seen) });
}

async function addressOf(readSecret: ReadSecret, url: SecretReference): Promise<DatabaseAddress | Trouble> {
  try {
    return parseDatabaseUrl(await readSecret(url)) ?? unreachable('the configured url is not a postgresql:// URL');
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : 'the configured url could not be read');
  }
}

async function filesOnly(opening: Opening): Promise<Seen | Trouble> {
  const opened = await lookAt(opening, false);
  if (opened.kind === 'trouble') return opened.trouble;
  opened.stream.destroy();
  return opened.seen;
}

/** A host that is away is found out by the files; what is left here is the database's own port. */
async function tunnelTo({ host }: Opening, { identity }: DatabaseAddress): Promise<Duplex | Trouble> {
  try {
    return await host.tunnel(identity.host, identity.port);
  } catch (error) {
    return unreachable(`${identity.host}:${identity.port}: ${error instanceof Error ? error.message : 'no answer'}`);
  }
}
