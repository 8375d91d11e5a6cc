import { statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mountSmallDisk } from '../../../scripts/chaos/matrix/ground/small-disk.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { followed, freshDirectory, lockedTask, remoteOptions } from '../../support/remotes.ts';

/** Only root may mount it. */
const disk = process.getuid?.() === 0 ? mountSmallDisk(freshDirectory('disk')) : null;
afterAll(() => disk?.[Symbol.dispose]());

test.skipIf(disk === null)(
  'a task whose disk is full tells how it ended, and that nothing could be written',
  async () => {
    if (disk === null) return;
    await using remote = createRemote(remoteOptions(disk.directory));
    const host = await remote.host({ kind: 'local' });
    const full = `cat /dev/zero > '${disk.directory}/filler'`;
    for (const [code, end] of [
      [3, { kind: 'exited', code: 3, full: true }],
      [0, { kind: 'exited', code: 0 }],
    ] as const) {
      const task = await lockedTask(host, [`${full} 2>/dev/null; exit ${code}`]);
      await host.begin(task);
      expect((await followed(host, task.id)).end).toEqual(end);
      disk.empty();
    }
  },
);

test.skipIf(disk === null)('nothing is begun on a full disk', async () => {
  if (disk === null) return;
  await using remote = createRemote(remoteOptions(disk.directory));
  const host = await remote.host({ kind: 'local' });
  const task = await lockedTask(host, ['true']);
  disk.fill?.();
  await expect(host.begin(task)).rejects.toMatchObject({ trouble: { code: 'disk-full' } });
  disk.empty();
  expect(await host.hasTraceOf(task)).toBe(false);
  expect(await host.begin(task)).toBe('started');
  expect((await followed(host, task.id)).end).toEqual({ kind: 'exited', code: 0 });
});

test.skipIf(disk === null)('a task that has no room to say who it is runs nothing', async () => {
  if (disk === null) return;
  await using remote = createRemote(remoteOptions(disk.directory));
  const host = await remote.host({ kind: 'local' });
  const task = await lockedTask(host, ['true']);
  disk.fill?.();
  const filler = path.join(disk.directory, 'filler');
  truncateSync(filler, statSync(filler).size - 4_096); // one page, for the room of its end
  expect(await host.begin(task)).toBe('started');
  expect((await followed(host, task.id)).end).toEqual({ kind: 'exited', code: 73, full: true });
  disk.empty();
});
