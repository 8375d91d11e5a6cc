import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { addMigration, migrationFile, migrationNames } from '../../../playground/hosts/migrations.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { Plan } from '../../../src/domain/run.ts';
import { create } from '../../../src/steps/create.ts';
import { draftOf } from '../../../src/steps/draft.ts';
import { lookAt } from '../../../src/steps/look.ts';
import { editSchema, withField } from '../../support/development.ts';
import { freshDirectory } from '../../support/remotes.ts';
import { openSite, type SiteOptions } from './step-site.ts';

afterEach(() => vi.unstubAllEnvs());

/** A host whose database lacks something of the schema, and the step of a run that was shown what makes it. */
async function shown(options: SiteOptions = {}) {
  const policy = { protected: false, allow: ['dev'] } as unknown as Environment['policy'];
  const prisma = ['./node_modules/.bin/prisma'];
  const site = await openSite({ layout: 'plain', ...options, environment: { policy, prisma } });
  if (options.database === 'empty')
    await rm(path.join(site.host.appDirectory, 'prisma/migrations'), { recursive: true });
  else await editSchema(site.host, withField('alloy String?'));
  const purpose = { kind: 'dev', name: 'add_alloy' } as const;
  const context = site.context(purpose);
  const looked = await lookAt(context, (look) => draftOf(context, look));
  if (looked.kind !== 'seen' || looked.value === null || 'code' in looked.value) throw new Error('there is no draft');
  const draft = looked.value;
  const plan = { pending: [draft], history: [] } as unknown as Plan;
  const take = () => create(site.context(purpose, { run: { ...site.context(purpose).run, plan } }));
  return { host: site.host, draft, take };
}

const names = (folder: string) => readdir(folder).then((all) => all.sort());

test('a disk that is full: nothing is kept of what was begun, and once there is room it is written', async () => {
  const programs = freshDirectory('programs');
  const cat =
    '#!/bin/sh\n[ -e ./full ] || exec /bin/cat "$@"\nhead -c 9\necho "cat: write error: No space left on device" >&2\nexit 1\n';
  await writeFile(path.join(programs, 'cat'), cat, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  const { host, draft, take } = await shown();
  const prisma = path.join(host.appDirectory, 'prisma');
  const before = [await names(prisma), await migrationNames(host)];
  await writeFile(path.join(host.directory, 'full'), '');
  expect(await take()).toMatchObject({
    kind: 'failed',
    exitCode: 1,
    trouble: { code: 'disk-full', message: expect.stringContaining('Nothing of it lies among the migrations.') },
  });
  expect([await names(prisma), await migrationNames(host)]).toEqual(before);

  await rm(path.join(host.directory, 'full'));
  expect(await take()).toMatchObject({ kind: 'done', summary: draft.name });
  expect(await readFile(migrationFile(host, draft.name), 'utf8')).toBe(draft.sql);
  expect(await names(prisma)).toEqual(before[0]);
});

test('a folder of migrations that leads nowhere: it is said, and the link stays as it is', async () => {
  const { host, draft, take } = await shown({ database: 'empty' });
  const prisma = path.join(host.appDirectory, 'prisma');
  await symlink('/nowhere/migrations', path.join(prisma, 'migrations'));
  const before = await names(prisma);
  expect(await take()).toMatchObject({
    kind: 'failed',
    trouble: {
      code: 'create-failed',
      message: expect.stringMatching(new RegExp(`^The migration ${draft.name} was not written: .*mkdir: `)),
    },
  });
  expect(await names(prisma)).toEqual(before);
});

test('another file of that name is not touched', async () => {
  const { host, draft, take } = await shown();
  await addMigration(host, draft.name, '-- by hand\n');
  expect(await take()).toMatchObject({ kind: 'failed', trouble: { code: 'create-failed' } });
  expect(await readFile(migrationFile(host, draft.name), 'utf8')).toBe('-- by hand\n');
});
