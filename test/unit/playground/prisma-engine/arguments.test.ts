import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readArguments } from '../../../../playground/prisma-engine/arguments.mjs';

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

test('knows sub-commands, version and mode', () => {
  expect(readArguments(['cli', 'create-database'], {}).connectionCommand).toBe('create-database');
  expect(readArguments(['--version'], {}).version).toBe(true);
  expect(readArguments([], { GODWIT_ENGINE_MODE: 'split' }).mode).toBe('split');
});
