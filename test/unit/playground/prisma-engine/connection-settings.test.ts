import { expect, test } from 'vitest';
import { connectionSettings } from '../../../../playground/prisma-engine/connection-settings.mjs';

test('takes a URL apart, with escapes, schema and time limit', () => {
  const url = 'postgresql://us%40er:p%2Fw@db.internal:6543/gold%20factory?schema=app&connect_timeout=2';
  const { settings, schema } = connectionSettings(url);
  expect(schema).toBe('app');
  expect(settings).toMatchObject({ host: 'db.internal', port: 6543, user: 'us@er', password: 'p/w' });
  expect(settings).toMatchObject({ database: 'gold factory', connectionTimeoutMillis: 2000 });
  expect(settings.options).toBe('-c search_path="app"');
});

test('fills in what a short URL leaves out', () => {
  const { settings, schema } = connectionSettings('postgresql://localhost');
  expect(schema).toBe('public');
  expect(settings).toMatchObject({ port: 5432, database: 'postgres' });
});

test.each([
  ['disable', undefined],
  ['prefer', undefined],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', true],
])('sslmode=%s', (mode, ssl) => {
  const { settings } = connectionSettings(`postgresql://h/d?sslmode=${mode}`);
  expect(settings.ssl).toEqual(ssl);
});
