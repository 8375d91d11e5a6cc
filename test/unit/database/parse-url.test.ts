import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../../src/database/parse-url.ts';
import { Secret } from '../../../src/lib/secret.ts';

const parse = (text: string) => parseDatabaseUrl(new Secret(text));

test('what is left out has its default', () => {
  const parsed = parse('postgresql://app@db');
  expect(parsed).toMatchObject({
    identity: { host: 'db', port: 5432, database: 'app', schema: 'public' },
    user: 'app',
    tls: 'prefer',
  });
  expect(parsed?.tools.PGPASSWORD.reveal()).toBe('');
});

test.each([
  ['postgres://a:b@[::1]:6000/x?schema=Own', { host: '::1', port: 6000, database: 'x', schema: 'Own' }],
  [
    'postgresql://a:b@localhost/x?host=/var/run/postgresql',
    { host: '/var/run/postgresql', port: 5432, database: 'x', schema: 'public' },
  ],
])('%s', (text, identity) => {
  expect(parse(text)?.identity).toEqual(identity);
});

test.each([
  ['', 'prefer'],
  ['?sslmode=allow', 'prefer'],
  ['?sslmode=disable', 'disable'],
  ['?sslmode=no-verify', 'require'],
  ['?sslmode=somethingnew', 'require'],
  ['?sslmode=verify-full', 'verify-full'],
  ['?sslmode=require&sslaccept=strict', 'verify-full'],
])('encryption of %j', (parameters, tls) => {
  expect(parse(`postgresql://a:b@c/d${parameters}`)?.tls).toBe(tls);
});

test.each(['mysql://a:b@c/d', 'prisma+postgres://x', 'file:dev.db', '', 'postgresql://a:%zz@c/d'])(
  '%j is none',
  (text) => {
    expect(parse(text)).toBeNull();
  },
);

test('whatever user, password and database are called, they come out again, and the password only by reveal', () => {
  const word = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(word, word, word, (user, secret, database) => {
      const [u, p, d] = [user, `pw${secret}`, `x${database}`].map(encodeURIComponent);
      const parsed = parse(`postgresql://${u}:${p}@db/${d}`);
      expect([parsed?.user, parsed?.password.reveal(), parsed?.identity.database]).toEqual([
        user,
        `pw${secret}`,
        `x${database}`,
      ]);
      expect(inspect(parsed?.password)).toBe('[secret]');
    }),
  );
});
