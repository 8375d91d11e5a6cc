import { expect, test } from 'vitest';
import { playgroundsIn, processesIn, startDemo } from '../support/demo-process.ts';

const wholeStoryMs = 600_000;

test('the demo tells the whole story, checks every step and leaves nothing', { timeout: wholeStoryMs }, async () => {
  const demo = startDemo(['playground/demo/main.ts']);
  await demo.line(/Everything is up/);
  expect(playgroundsIn(demo.temporary)).toHaveLength(1);
  expect(processesIn(demo.temporary).length).toBeGreaterThan(4);
  const code = await demo.ended;
  const output = demo.output();
  expect(code, output).toBe(0);
  for (const sentence of [
    /✓ checked: those who may approve were asked, ben and cleo, and nobody else/,
    /✓ checked: only ana was told so, with the stable reason code self-approval/,
    /✓ checked: production still has its 4 customers, 20 orders and every other row it had: 53 rows,/,
    /✓ checked: the card says which file: "20261119090000_add_assay was changed"/,
    /✓ checked: production holds the very rows of the older backup: all 60, history and sequences/,
    /All \d\d checks held\./,
  ])
    expect(output).toMatch(sentence);
  const scenes = output.match(/━━ \d+ · /g) ?? [];
  const summary = output.match(/^ +\d+ · .* ✓ +[1-9]/gm) ?? [];
  expect([scenes.length, summary.length]).toEqual([13, 13]);
  expect(output.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
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

test('with --keep it stays up for whoever types, until told to end', { timeout: wholeStoryMs }, async () => {
  const demo = startDemo(['playground/demo/main.ts', '--keep']);
  await demo.line(/━━ It stays up/);
  demo.child.stdin?.write('ana press Nothing\nben /migrate status production\n');
  await demo.line(/ana sees no button called Nothing/);
  await demo.line(/7 applied, 3 pending/);
  demo.child.stdin?.write('ben press Deploy 3 migrations\n');
  await demo.line(/Deploy 3 migrations to production/);
  expect(processesIn(demo.temporary).length).toBeGreaterThan(4);
  demo.child.kill('SIGINT');
  expect(await demo.ended, demo.output()).toBe(0);
  expect(processesIn(demo.temporary)).toEqual([]);
  expect(playgroundsIn(demo.temporary)).toEqual([]);
});
