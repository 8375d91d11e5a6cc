import { expect, test } from 'vitest';
import { commandMix } from '../../../../scripts/chaos/storms/command-mix.ts';
import { parseCommand } from '../../../../src/slack/parse/parse-command.ts';

const numbered = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`);
const crowd = {
  people: numbered(50, 'U'),
  channels: numbered(10, 'C'),
  environments: numbered(100, 'tenant-'),
};

test('a thousand commands are of every kind, by everybody, everywhere, over every environment', () => {
  const typed = commandMix(1_000, crowd);
  const all = typed.map(({ text }) => text).join('\n');
  const silent = crowd.environments.filter((environment) => !new RegExp(`${environment}\\b`).test(all));
  expect(silent).toEqual([]);
  expect(new Set(typed.map(({ by }) => by)).size).toBe(50);
  expect(new Set(typed.map(({ channel }) => channel)).size).toBe(10);
  const kinds = typed
    .map(({ text }) => parseCommand(text))
    .map((read) => (read.kind === 'command' ? read.command.name : read.refusal.code));
  expect(new Set(kinds)).toEqual(
    new Set(['help', 'history', 'run', 'cancel', 'plan', 'locks', 'deploy', 'status', 'freeze', 'unknown-command']),
  );
  expect(typed.filter(({ text }) => text === 'status')).toHaveLength(2);
});

test('of an environment two people ask for a deploy, where its card will stand', () => {
  const deploys = commandMix(1_000, crowd).filter(({ text }) => text.startsWith('deploy'));
  expect(deploys).toHaveLength(40);
  expect(new Set(deploys.map(({ text }) => text)).size).toBe(20);
  expect(new Set(deploys.map(({ by, text }) => `${by} ${text}`)).size).toBe(40);
  expect(deploys.filter(({ channel }) => channel !== 'C0')).toEqual([]);
});
