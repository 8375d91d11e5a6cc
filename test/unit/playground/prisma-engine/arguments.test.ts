import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readArguments, schemaUrl } from '../../../../playground/prisma-engine/arguments.mjs';

test('reads what the Prisma CLI writes', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'godwit-arguments-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const schema = path.join(directory, 'schema.prisma');
  await writeFile(schema, 'model A {}');
  const argv = ['--datasource', '{"url":"postgresql://h/d"}', '--datamodels', schema];
  const read = readArguments(argv, {});
  expect(read).toEqual({
    version: false,
    connectionCommand: undefined,
    url: 'postgresql://h/d',
    datamodels: [[schema, 'model A {}']],
    mode: 'whole',
  });
});

test('finds the URL where Prisma 6 has it: as it is, or in the schema file', async () => {
  const command = ['cli', '--datasource', 'postgresql://h/d', 'can-connect-to-database'];
  expect(readArguments(command, {})).toMatchObject({
    connectionCommand: 'can-connect-to-database',
    url: 'postgresql://h/d',
  });
  const schema = (url: string) => `datasource db {\n  provider = "postgresql"\n  url      = ${url}\n}`;
  expect(schemaUrl([schema('env("URL")')], { URL: 'postgresql://h/e' })).toBe('postgresql://h/e');
  expect(schemaUrl([schema('"postgresql://h/f"')], {})).toBe('postgresql://h/f');
  expect(schemaUrl(['model A {}'], { URL: 'postgresql://h/e' })).toBe('');
});

test('knows sub-commands, version and mode', () => {
  expect(readArguments(['cli', 'create-database'], {}).connectionCommand).toBe('create-database');
  expect(readArguments(['--version'], {}).version).toBe(true);
  expect(readArguments([], { GODWIT_ENGINE_MODE: 'split' }).mode).toBe('split');
});
