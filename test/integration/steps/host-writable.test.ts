import { expect, test } from 'vitest';
import { hostWritable } from '../../../src/steps/host-writable.ts';
import { openSite, type Site } from './step-site.ts';

/** Whether a migration written on the host is one that Prisma reads behind this prefix. */
const writable = ({ environment, context }: Site, exec = environment.exec, folder = 'prisma/migrations') =>
  hostWritable({ environment: { ...environment, exec }, host: context({ kind: 'deploy' }).host }, folder);

test('a migration is written without a prefix, and behind one where both see the same folder', async () => {
  const site = await openSite({ layout: 'plain' });
  expect(await writable(site)).toEqual({ kind: 'yes' });
  expect(await writable(site, ['env'])).toEqual({ kind: 'yes' });
  // before the very first migration the folder above decides
  expect(await writable(site, ['env'], 'prisma/none/yet')).toEqual({ kind: 'yes' });
});

test('an image has files of its own', async () => {
  const site = await openSite();
  const why = expect.stringContaining('the files of an image');
  expect(await writable(site)).toEqual({ kind: 'no', why });
});
