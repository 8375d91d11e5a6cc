import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands, laterCommands } from '../../../../src/render/commands.ts';
import type { Command } from '../../../../src/slack/parse/command.ts';
import { parseCommand } from '../../../../src/slack/parse/parse-command.ts';
import { anyCharacter } from '../../../support/any-character.ts';

const hours = 3_600_000;

/** What was typed, and what is understood. */
const understood: readonly (readonly [string, object])[] = [
  ['', { name: 'help' }],
  ['help', { name: 'help' }],
  ['  --help ', { name: 'help' }],
  ['—help', { name: 'help' }],
  ['status', { name: 'status', environment: null }],
  ['STATUS Production', { name: 'status', environment: 'production' }],
  ['status  “billing/production”', { name: 'status', environment: 'billing/production' }],
  ['history', { name: 'history', environment: null }],
  ['deploy prod', { name: 'deploy', environment: 'prod', emergency: null }],
  ['deploy\u00a0production', { name: 'deploy', environment: 'production', emergency: null }],
  ['deploy gold–factory/production', { name: 'deploy', environment: 'gold-factory/production', emergency: null }],
  ['deploy prod --emergency "no orders"', { name: 'deploy', environment: 'prod', emergency: 'no orders' }],
  ['deploy prod —Emergency “no orders”', { name: 'deploy', environment: 'prod', emergency: 'no orders' }],
  ['deploy prod -emergency no orders', { name: 'deploy', environment: 'prod', emergency: 'no orders' }],
  ['deploy prod --emergency &lt;!channel&gt;', { name: 'deploy', environment: 'prod', emergency: '<!channel>' }],
  ['backup staging', { name: 'backup', environment: 'staging', label: null }],
  ['backup staging Before the BIG change', { name: 'backup', environment: 'staging', label: 'before-the-big-change' }],
  ['backup staging pre—migration', { name: 'backup', environment: 'staging', label: 'pre-migration' }],
  ['backup staging “Älter”', { name: 'backup', environment: 'staging', label: 'alter' }],
  ['plan prod', { name: 'plan', environment: 'prod' }],
  ['backups staging', { name: 'backups', environment: 'staging' }],
  ['rollback production', { name: 'rollback', environment: 'production' }],
  [
    'resolve prod applied 20260101_Add',
    { name: 'resolve', environment: 'prod', as: 'applied', migration: '20260101_Add' },
  ],
  [
    'resolve prod --Rolled-back `20260101_add`',
    { name: 'resolve', environment: 'prod', as: 'rolled-back', migration: '20260101_add' },
  ],
  ['run R7F3K2MQ', { name: 'run', run: 'r7f3k2mq' }],
  ['cancel `r7f3k2mq`', { name: 'cancel', run: 'r7f3k2mq' }],
  ['unfreeze production', { name: 'unfreeze', environment: 'production' }],
  ['freeze production release day', { name: 'freeze', environment: 'production', reason: 'release day', forMs: null }],
  [
    'freeze production “Release day” for 2h',
    { name: 'freeze', environment: 'production', reason: 'Release day', forMs: 2 * hours },
  ],
  [
    'freeze production waiting for Ana for 1 hour 30 minutes',
    { name: 'freeze', environment: 'production', reason: 'waiting for Ana', forMs: 1.5 * hours },
  ],
  [
    'freeze production waiting for 2 people',
    { name: 'freeze', environment: 'production', reason: 'waiting for 2 people', forMs: null },
  ],
  [
    'freeze production a &lt;b&gt; &amp; c',
    { name: 'freeze', environment: 'production', reason: 'a <b> & c', forMs: null },
  ],
];

describe('what is understood', () => {
  test.each(understood)('%j', (text, command) => {
    expect(parseCommand(text)).toEqual({ kind: 'command', command, privately: false });
    expect(parseCommand(`${text} Privately`)).toEqual({ kind: 'command', command, privately: true });
  });
});

describe('what is refused', () => {
  test.each([
    ['deplyo production', 'deploy'],
    ['stauts', 'status'],
    ['freez production', 'freeze'],
    ['rol production', 'rollback'],
    ['abracadabra', null],
    ['constructor', null],
    ['stuck production', 'resolve'],
    ['Restore production', 'rollback'],
    ['kill production', 'locks'],
    ['pull', 'drift'],
    ['verify staging', 'status'],
  ])('%j is unknown, nearest %j', (text, nearest) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'refused', refusal: { code: 'unknown-command', nearest } });
  });

  test.each([
    ['deploy', 'deploy <env> [--emergency <reason>]', 'the environment is missing'],
    [
      'deploy prod --emergency',
      'deploy <env> [--emergency <reason>]',
      'the reason of the emergency is missing; everybody will read it',
    ],
    [
      'deploy prod --emergency “”',
      'deploy <env> [--emergency <reason>]',
      'the reason of the emergency is missing; everybody will read it',
    ],
    [
      `deploy prod --emergency ${'a'.repeat(501)}`,
      'deploy <env> [--emergency <reason>]',
      'a reason has at most 500 characters',
    ],
    [
      'deploy prod emergency no orders',
      'deploy <env> [--emergency <reason>]',
      'Godwit does not understand “emergency no orders” there',
    ],
    [
      'deploy staging production',
      'deploy <env> [--emergency <reason>]',
      'Godwit does not understand “production” there',
    ],
    ['status production please', 'status [env]', 'Godwit does not understand “please” there'],
    ['backup staging !!!', 'backup <env> [label]', 'a label has letters a–z, digits and dashes'],
    ['run', 'run <id>', 'the id of the run is missing'],
    [
      'freeze production',
      'freeze <env> <reason> [for 2h]',
      'the reason is missing; people will see it when they are refused',
    ],
    [
      'freeze production for 2h',
      'freeze <env> <reason> [for 2h]',
      'the reason is missing; people will see it when they are refused',
    ],
    [
      'freeze production x for 0h',
      'freeze <env> <reason> [for 2h]',
      'a freeze lasts up to 90 days, or without a length until it is lifted',
    ],
    [
      'freeze production x for 900d',
      'freeze <env> <reason> [for 2h]',
      'a freeze lasts up to 90 days, or without a length until it is lifted',
    ],
  ])('%j says how it is typed', (text, usage, why) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'refused', refusal: { code: 'usage', usage, why } });
  });

  test('what comes later is known by name', () => {
    for (const command of laterCommands) {
      expect(parseCommand(`${command} production`)).toEqual({
        kind: 'refused',
        refusal: { code: 'not-available-yet', command },
      });
    }
  });

  test('a run by an impossible id', () => {
    expect(parseCommand('run <@U01>')).toEqual({ kind: 'refused', refusal: { code: 'unknown-run', typed: '<@U01>' } });
  });
});

describe('whatever is typed', () => {
  const word = fc.oneof(
    fc.constantFrom(...commands.map(({ name }) => name), 'privately', 'for', '2h', 'production', '“', '—', '\u00a0'),
    fc.string({ unit: anyCharacter, maxLength: 30 }),
  );
  const sentence = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));

  test('is a command or a refusal, and a label can stand in a file name', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const parsed = parseCommand(text);
        if (parsed.kind === 'refused') return;
        const { command } = parsed;
        if (command.name === 'backup' && command.label !== null) {
          expect(command.label).toMatch(/^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/);
        }
        if (command.name === 'freeze') expect(command.reason.trim()).not.toBe('');
      }),
    );
  });

  test('case, spaces and quotes around a word change nothing', () => {
    const dress = fc.constantFrom<(text: string) => string>(
      (text) => text.toUpperCase(),
      (text) => `“${text}”`,
      (text) => ` ${text}  `,
      (text) => `\`${text}\``,
    );
    const plain = fc.tuple(
      fc.constantFrom('deploy', 'backups', 'rollback'),
      fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
    );
    fc.assert(
      fc.property(plain, dress, dress, ([name, environment], one, other) => {
        fc.pre(environment !== 'privately');
        const command = { name, environment } as Command;
        expect(parseCommand(`${one(name)} ${other(environment)}`)).toMatchObject({ kind: 'command', command });
      }),
    );
  });
});
