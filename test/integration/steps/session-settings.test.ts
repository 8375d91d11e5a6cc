import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RunId } from '../../../src/domain/ids.ts';
import { proveSettings } from '../../../src/steps/session-settings.ts';
import { sampleRun } from '../../fakes/sample-runs.ts';
import { plan } from '../../unit/domain/samples.ts';
import { openSite, type Site, type SiteOptions } from './step-site.ts';

const proofOf = ({ context }: Site) => {
  const run = sampleRun('rsettings1' as RunId, {
    purpose: { kind: 'deploy' },
    plan: { ...plan(), prismaVersion: '7.10.0' },
  });
  return proveSettings(context({ kind: 'deploy' }, { run }));
};

test.each<[string, SiteOptions]>([
  ['where a file is one query', { engineMode: 'whole' }],
  ['where a file is split', { engineMode: 'split' }],
])(
  "Prisma's own session has the lock timeout, %s",
  async (_, options) => {
    expect(await proofOf(await openSite(options))).toEqual({ kind: 'in-effect' });
  },
  60_000,
);

test('a configuration that sets the URL itself is told of', async () => {
  const site = await openSite();
  const file = path.join(site.host.appDirectory, 'prisma.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('process.env.DATABASE_URL', JSON.stringify(site.host.databaseUrl)));
  expect(await proofOf(site)).toEqual({ kind: 'without-effect', found: 'lock_timeout is 0' });
}, 60_000);

test('a variable that is set wins over the .env that the configuration loads', async () => {
  const site = await openSite({ layout: 'plain' });
  expect(await readFile(path.join(site.host.appDirectory, '.env'), 'utf8')).toContain('DATABASE_URL=');
  expect(await proofOf(site)).toEqual({ kind: 'in-effect' });
}, 60_000);
