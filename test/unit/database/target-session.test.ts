import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../../src/database/parse-url.ts';
import { openSession } from '../../../src/database/target-session.ts';
import { Secret } from '../../../src/lib/secret.ts';

const project = { prismaVersion: null, migrationsPath: 'prisma/migrations', files: [] };

/** A server that answers each first message with `answer`, and otherwise keeps silent. */
function server(answer: string | null): Duplex {
  return new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      if (answer !== null) this.push(answer);
      done();
    },
  });
}

async function causeOf(stream: Duplex, parameters = ''): Promise<string | undefined> {
  const address = parseDatabaseUrl(new Secret(`postgresql://app:pw@db/x${parameters}`));
  if (address === null) throw new Error('the URL is one');
  const opened = await openSession({ stream, address, ca: null, project, sqlOf: async () => null, name: 'godwit' }, 50);
  expect(stream.destroyed).toBe(true);
  return opened.kind === 'trouble' ? opened.trouble.facts[0]?.value : 'open';
}

test('a server that says nothing is given up', async () => {
  expect(await causeOf(server(null))).toMatch(/not as a PostgreSQL server/);
  expect(await causeOf(server(null), '?sslmode=disable')).toMatch(/not as a PostgreSQL server/);
  expect(await causeOf(server('N'))).toMatch(/not as a PostgreSQL server/);
});

test('no encryption where it is insisted on is no session', async () => {
  expect(await causeOf(server('N'), '?sslmode=require')).toMatch(/offers no encryption/);
});

test('an end before the first byte is told as such', async () => {
  const stream = server(null);
  setImmediate(() => stream.push(null));
  expect(await causeOf(stream)).toMatch(/standard input/);
});
