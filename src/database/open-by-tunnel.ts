import type { Duplex } from 'node:stream';
import type { SecretReference } from '../domain/environment.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { Opened, TargetSession } from '../ports/target.ts';
import type { OpenedProject } from './open-project.ts';
import { closeOf, lookAt, nameOf, notOpened, type Opening, type Reader, sqlOf } from './opening.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './parse-url.ts';
import { readSeen } from './seen.ts';
import { split } from './split.ts';
import { openSession, unreachable } from './target-session.ts';

/** The files through the exec prefix, and at the same time the database by a tunnel to the configured URL. */
export async function openByTunnel(opening: Opening, reference: SecretReference): Promise<Opened<Reader>> {
  const url = await urlOf(opening, reference);
  if ('code' in url) return notOpened(url);
  const address = parseDatabaseUrl(url);
  if (address === null) return notOpened(unreachable('the configured url is not a postgresql:// URL'));
  opening.learn(address.password);
  const [looked, tunnel] = await Promise.all([filesOnly(opening), tunnelTo(opening, address)]);
  if (looked.kind === 'trouble') {
    if (!('code' in tunnel)) tunnel.destroy();
    return notOpened(looked.trouble);
  }
  const { seen, stream } = looked;
  const { project } = seen;
  const opened =
    'code' in tunnel
      ? notOpened(tunnel, project)
      : await openSession({
          stream: tunnel,
          address,
          ca: null,
          project,
          sqlOf: sqlOf(opening, seen),
          name: nameOf(opening),
        });
  if (opened.kind === 'trouble' || 'code' in tunnel) {
    stream.destroy();
    return opened.kind === 'trouble' ? opened : notOpened(unreachable('the tunnel ended'));
  }
  const { ask } = split(stream);
  const lookAgain = async () => {
    const [now, line] = await Promise.all([urlOf(opening, reference), ask()]);
    const again = 'code' in now || now.reveal() !== url.reveal() ? null : readSeen(line ?? '');
    return again === null || again.problem !== null ? null : again.project;
  };
  const over = Promise.race([closeOf(tunnel), closeOf(stream)]);
  return { kind: 'open', session: { session: endingBoth(opened.session, stream), lookAgain, over } };
}

/** Both conversations end together. */
const endingBoth = (session: TargetSession, stream: Duplex): TargetSession => ({
  ...session,
  [Symbol.asyncDispose]: async () => {
    stream.end();
    await session[Symbol.asyncDispose]();
  },
});

async function urlOf({ readSecret }: Opening, url: SecretReference): Promise<Secret | Trouble> {
  try {
    return await readSecret(url);
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : 'the configured url could not be read');
  }
}

async function filesOnly(opening: Opening): Promise<OpenedProject> {
  const opened = await lookAt(opening, false);
  if (opened.kind === 'trouble' || opened.seen.problem === null) return opened;
  opened.stream.destroy();
  return { kind: 'trouble', trouble: opened.seen.problem };
}

/** A host that is away is found out by the files; what is left here is the database's own port. */
async function tunnelTo({ host }: Opening, { identity }: DatabaseAddress): Promise<Duplex | Trouble> {
  try {
    return await host.tunnel(identity.host, identity.port);
  } catch (error) {
    return unreachable(`${identity.host}:${identity.port}: ${error instanceof Error ? error.message : 'no answer'}`);
  }
}
