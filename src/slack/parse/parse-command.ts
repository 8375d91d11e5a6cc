import { longestReason } from '../../domain/emergency.ts';
import type { RunId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Resolution } from '../../domain/resolve.ts';
import { nearest } from '../../lib/nearest.ts';
import { storableText } from '../../lib/storable.ts';
import { type CommandName, commands, laterCommands, usageOf } from '../../render/commands.ts';
import { commandOfWord } from '../../render/guide.ts';
import type { Command } from './command.ts';
import { longestFreezeMs, parseFreeze } from './freeze.ts';
import { toLabel } from './label.ts';
import { lookupWord, plainSpaced, unquoted } from './normalise.ts';

export type ParsedCommand =
  | { readonly kind: 'command'; readonly command: Command; readonly privately: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Read = { readonly command: Command } | { readonly refusal: Refusal };

/** What stands after `/migrate`. Never throws: whatever was typed is a command or a refusal that says how it is typed. */
export function parseCommand(text: string): ParsedCommand {
  const { rest, privately } = withoutPrivately(plainSpaced(storableText(text)));
  const [first = '', ...words] = rest.split(' ');
  const read = readCommand(lookupWord(first), words);
  return 'refusal' in read ? { kind: 'refused', ...read } : { kind: 'command', ...read, privately };
}

function withoutPrivately(text: string): { rest: string; privately: boolean } {
  const words = text.split(' ');
  const last = lookupWord(words.at(-1) ?? '');
  return last === 'privately'
    ? { rest: words.slice(0, -1).join(' '), privately: true }
    : { rest: text, privately: false };
}

const askedForHelp = new Set(['', '?', '-h', '--help', '-help']);

function readCommand(word: string, words: readonly string[]): Read {
  if (askedForHelp.has(word)) return { command: { name: 'help' } };
  const name = commands.find((command) => command.name === word)?.name;
  if (name !== undefined) return readers[name](words);
  const later = laterCommands.find((command) => command === word);
  if (later !== undefined) return { refusal: { code: 'not-available-yet', command: later } };
  const known = [...commands.map((command) => command.name), ...laterCommands];
  return { refusal: { code: 'unknown-command', typed: word, nearest: commandOfWord(word) ?? nearest(word, known) } };
}

/** A menu: each command and how the words after it are read. */
const readers: Readonly<Record<CommandName, (words: readonly string[]) => Read>> = {
  help: () => ({ command: { name: 'help' } }),
  status: (words) => perhapsEnvironment('status', words),
  history: (words) => perhapsEnvironment('history', words),
  plan: (words) => oneEnvironment('plan', words),
  drift: (words) => oneEnvironment('drift', words),
  deploy: readDeploy,
  backups: (words) => oneEnvironment('backups', words),
  rollback: (words) => oneEnvironment('rollback', words),
  locks: (words) => oneEnvironment('locks', words),
  unfreeze: (words) => oneEnvironment('unfreeze', words),
  resolve: readResolve,
  dev: readDev,
  reset: (words) => oneEnvironment('reset', words),
  push: (words) => oneEnvironment('push', words),
  backup: readBackup,
  freeze: readFreeze,
  run: (words) => oneRun('run', words),
  cancel: (words) => oneRun('cancel', words),
};

const usage = (command: CommandName, why: string): Read => ({
  refusal: { code: 'usage', command, usage: usageOf(command), why },
});

/** What was typed too much is shown, not ignored: `deploy staging production` must not deploy to one of them. */
const tooMuch = (command: CommandName, words: readonly string[]): Read =>
  usage(command, `Godwit does not understand “${words.join(' ')}” there`);

function perhapsEnvironment(name: 'status' | 'history', [environment, ...more]: readonly string[]): Read {
  if (more.length > 0) return tooMuch(name, more);
  return { command: { name, environment: environment === undefined ? null : lookupWord(environment) } };
}

function oneEnvironment(
  name: 'plan' | 'drift' | 'backups' | 'rollback' | 'locks' | 'unfreeze' | 'reset' | 'push',
  [environment, ...more]: readonly string[],
): Read {
  if (environment === undefined) return usage(name, 'the environment is missing');
  return more.length > 0 ? tooMuch(name, more) : { command: { name, environment: lookupWord(environment) } };
}

/** Whatever stands behind `--emergency` is the reason. */
function readDeploy([environment, flag, ...words]: readonly string[]): Read {
  if (environment === undefined) return usage('deploy', 'the environment is missing');
  const command = { name: 'deploy' as const, environment: lookupWord(environment) };
  if (flag === undefined) return { command: { ...command, emergency: null } };
  if (!/^--?emergency$/.test(lookupWord(flag))) return tooMuch('deploy', [flag, ...words]);
  const reason = unquoted(words.join(' '));
  if (reason === '') return usage('deploy', 'the reason of the emergency is missing; everybody will read it');
  if (reason.length > longestReason) return usage('deploy', `a reason has at most ${longestReason} characters`);
  return { command: { ...command, emergency: reason } };
}

/** As Prisma's own flags write them, or as people do. */
const ends: Readonly<Record<string, Resolution>> = {
  applied: 'applied',
  'rolled-back': 'rolled-back',
  rolled_back: 'rolled-back',
  rolledback: 'rolled-back',
};

function readResolve([environment, end, migration, ...more]: readonly string[]): Read {
  if (environment === undefined) return usage('resolve', 'the environment is missing');
  const as = ends[lookupWord(end ?? '').replace(/^-+/, '')];
  if (as === undefined) return usage('resolve', 'it takes applied or rolled-back');
  if (migration === undefined) return usage('resolve', 'the name of the migration is missing');
  if (more.length > 0) return tooMuch('resolve', more);
  return { command: { name: 'resolve', environment: lookupWord(environment), as, migration: unquoted(migration) } };
}

function readBackup([environment, ...more]: readonly string[]): Read {
  if (environment === undefined) return usage('backup', 'the environment is missing');
  const label = toLabel(more.join(' '));
  if (more.length > 0 && label === null) return usage('backup', 'a label has letters a–z, digits and dashes');
  return { command: { name: 'backup', environment: lookupWord(environment), label } };
}

function readDev([environment, typedName, ...more]: readonly string[]): Read {
  if (environment === undefined) return usage('dev', 'the environment is missing');
  if (more.length > 0) return tooMuch('dev', more);
  const migration = typedName === undefined ? null : lookupWord(typedName);
  if (migration !== null && !isMigrationName(migration)) {
    return usage('dev', 'the name of a migration has letters a–z, digits, dashes and underscores, at most 60');
  }
  return { command: { name: 'dev', environment: lookupWord(environment), migration } };
}

/** It becomes part of a folder's name, and is nothing else there: no option, no path. */
const isMigrationName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{0,59}$/.test(name);

function readFreeze([environment, ...more]: readonly string[]): Read {
  if (environment === undefined) return usage('freeze', 'the environment is missing');
  const { reason, forMs } = parseFreeze(more.join(' '));
  if (reason === '') return usage('freeze', 'the reason is missing; people will see it when they are refused');
  if (forMs !== null && (forMs <= 0 || forMs > longestFreezeMs)) {
    return usage('freeze', 'a freeze lasts up to 90 days, or without a length until it is lifted');
  }
  return { command: { name: 'freeze', environment: lookupWord(environment), reason, forMs } };
}

function oneRun(name: 'run' | 'cancel', [typed, ...more]: readonly string[]): Read {
  if (typed === undefined) return usage(name, 'the id of the run is missing');
  if (more.length > 0) return tooMuch(name, more);
  const id = lookupWord(typed).replace(/^#/, '');
  return /^[a-z0-9]+$/.test(id) ? { command: { name, run: id as RunId } } : { refusal: { code: 'unknown-run', typed } };
}
