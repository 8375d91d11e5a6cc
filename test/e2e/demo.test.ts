import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { playgroundsIn, processesIn, startDemo } from '../support/demo-process.ts';

const wholeStoryMs = 600_000;

test('the story checks every step, stays up with --keep for whoever types, ends by itself and leaves nothing', {
  timeout: wholeStoryMs,
}, async () => {
  const demo = startDemo(['playground/demo/main.ts', '--keep']);
  await demo.line(/Everything is up/);
  expect(playgroundsIn(demo.temporary)).toHaveLength(1);
  expect(processesIn(demo.temporary).length).toBeGreaterThan(4);
  await demo.line(/━━ It stays up/);
  const story = demo.output().split('━━ It stays up')[0] ?? '';
  for (const sentence of [
    /✓ checked: those who may approve were asked, ben and cleo, and nobody else/,
    /✓ checked: only ana was told so, with the stable reason code self-approval/,
    /✓ checked: production still has its 4 customers, 20 orders and every other row it had: 53 rows,/,
    /✓ checked: the card says which file: "20261119090000_add_assay was changed"/,
    /✓ checked: production holds the very rows of the older backup: all 60, history and sequences/,
    /All \d\d checks held\./,
  ])
    expect(story).toMatch(sentence);
  const scenes = story.match(/━━ \d+ · /g) ?? [];
  const summary = story.match(/^ +\d+ · .* ✓ +[1-9]/gm) ?? [];
  expect([scenes.length, summary.length]).toEqual([13, 13]);
  expect(story.split('\n').filter((line) => [...line].length > 100)).toEqual([]);

  demo.child.stdin?.write('ana press Nothing\nben /migrate status production\n');
  await demo.line(/ana sees no button called Nothing/);
  await demo.line(/7 applied, 3 pending/);
  const ways = demo.next(/\[Roll back with a migration\]/);
  demo.child.stdin?.write('ana /migrate rollback production\n');
  await ways;
  demo.child.stdin?.write('ana press Roll back with a migration\n');
  await demo.line(/Roll back: migration/);
  demo.child.stdin?.write('ben press Deploy 3 migrations\n');
  await demo.line(/Deploy 3 migrations to production/);
  expect(processesIn(demo.temporary).length).toBeGreaterThan(4);
  // From here on it is as without --keep: nothing but its own work holds it, or ends it.
  demo.child.stdin?.write('quit\n');
  expect(await demo.ended, demo.output()).toBe(0);
  expect(demo.output()).toMatch(/Everything that was started is ended and removed\.$/);
  expect(processesIn(demo.temporary)).toEqual([]);
  expect(playgroundsIn(demo.temporary)).toEqual([]);
});

test('it ends by itself, at the first sentence that does not hold, and leaves nothing', {
  timeout: 120_000,
}, async () => {
  const demo = startDemo(['playground/demo/main.ts']);
  await demo.line(/Everything is up/);
  const [playground = ''] = playgroundsIn(demo.temporary);
  const host = path.join(demo.temporary, playground, 'hosts/production');
  rmSync(path.join(host, 'container/app/prisma/migrations/20261105090000_add_vault'), { recursive: true });
  expect(await demo.ended, demo.output()).toBe(1);
  expect(demo.output()).toMatch(/✗ not so: /);
  expect(demo.output()).not.toMatch(/checks held|━━ 2 · /);
  expect(demo.output()).toMatch(/Everything that was started is ended and removed\.$/);
  expect(processesIn(demo.temporary)).toEqual([]);
  expect(playgroundsIn(demo.temporary)).toEqual([]);
});

test.each([
  ['SIGINT', 130, /PostgreSQL migrations from Slack/], // while servers start
  ['SIGTERM', 143, /\d+ · Staging first/], // while Prisma works on a host
] as const)('%s in the middle ends everything at once', { timeout: 120_000 }, async (signal, code, moment) => {
  const demo = startDemo(['scripts/demo.mjs']);
  await demo.line(moment);
  demo.child.kill(signal);
  expect(await demo.ended).toBe(code);
  expect(demo.output()).toContain('Interrupted.');
  expect(processesIn(demo.temporary)).toEqual([]);
  expect(playgroundsIn(demo.temporary)).toEqual([]);
});
