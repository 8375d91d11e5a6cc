import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepNames } from '../../src/domain/run.ts';
import { botEvents, botScopes } from '../../src/ports/slack-surface.ts';
import {
  blockerActions,
  environmentActions,
  inquiryActions,
  migrationActions,
  runActions,
  sessionActions,
  viewIds,
} from '../../src/render/action-ids.ts';
import { commands as inHelp } from '../../src/render/commands.ts';
import { actions } from '../../src/slack/actions/menu.ts';
import { commands } from '../../src/slack/commands/menu.ts';
import { parseCommand } from '../../src/slack/parse/parse-command.ts';
import { views } from '../../src/slack/views/menu.ts';
import { steps } from '../../src/steps/registry.ts';
import { sourceFiles } from '../support/source-files.ts';

const source = sourceFiles(['src'], /\.ts$/);
const tests = sourceFiles(['test'], /\.test\.ts$/);
const textOf = (file: string): string => source.find(({ path: at }) => at === file)?.text ?? '';

/** Files of the room that its menu does not import; `beside` are no entries but what they share. */
function offTheMenu(room: string, menu: string, beside: readonly string[]): readonly string[] {
  const listed = textOf(`${room}/${menu}`);
  return source
    .map(({ path: at }) => at)
    .filter((at) => path.posix.dirname(at) === room && ![menu, ...beside].includes(path.posix.basename(at)))
    .filter((at) => !listed.includes(`'./${path.posix.basename(at)}'`));
}

/** Every file that the program reaches from where it begins, by its imports. */
function reached(from: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const [, imported = ''] of textOf(from).matchAll(
    /(?:from|import\() ?'(\.{1,2}\/[^']+\.ts)'|^import '(\.[^']+)'/gm,
  )) {
    reached(path.posix.join(path.posix.dirname(from), imported), seen);
  }
  return seen;
}

/** Whether some test types, presses or names this. */
const tested = (...words: readonly string[]) => tests.some(({ text }) => words.some((word) => text.includes(word)));

describe('the menus', () => {
  it.each([
    ['src/slack/commands', 'menu.ts', ['command.ts']],
    ['src/slack/actions', 'menu.ts', ['action.ts', 'open-for-run.ts']],
    ['src/slack/views', 'menu.ts', ['view.ts']],
  ] as const)('of %s hold every file', (room, menu, beside) => {
    expect(offTheMenu(room, menu, beside)).toEqual([]);
    expect(beside.filter((file) => !existsSync(`${room}/${file}`))).toEqual([]);
  });

  it('reach every file: no step, job or message stands beside the program', () => {
    const all = reached('src/main.ts');
    expect(all.size).toBeGreaterThan(200);
    expect(source.map(({ path: at }) => at).filter((at) => !all.has(at))).toEqual([]);
  });

  it('hold the same commands as the help, and all of them can be typed', () => {
    const names = inHelp.map(({ name }) => name);
    expect(Object.keys(commands).sort()).toEqual([...names].sort());
    const typed = names.map((name) => parseCommand(`${name} r1 words`.trim()));
    expect(typed.filter((read) => read.kind === 'refused' && read.refusal.code === 'unknown-command')).toEqual([]);
  });

  it('hold every button, dialog and step that is named', () => {
    expect(Object.keys(actions).sort()).toEqual(
      [
        ...Object.values(runActions),
        ...Object.values(environmentActions),
        ...Object.values(inquiryActions),
        ...Object.values(sessionActions),
        ...Object.values(blockerActions),
        ...Object.values(migrationActions),
      ].sort(),
    );
    expect(Object.keys(views).sort()).toEqual(Object.values(viewIds).sort());
    expect(Object.keys(steps).sort()).toEqual([...stepNames].sort());
  });
});

describe('every entry is tested', () => {
  it.each(Object.keys(commands))('command %s is typed', (name) => {
    expect(tested(`'${name} `, `'${name}'`)).toBe(true);
  });
  const keys = { ...runActions, ...environmentActions, ...inquiryActions, ...migrationActions, ...blockerActions };
  it.each(Object.entries(keys))('button %s is pressed', (key, id) => {
    expect(tested(`'${id}'`, `runActions.${key}`, `environmentActions.${key}`)).toBe(true);
  });
  it.each(Object.keys(views))('dialog %s is submitted', (name) => {
    expect(tests.some(({ text }) => text.includes('submit(') && text.includes(`'${name}'`))).toBe(true);
  });
  it.each(stepNames)('step %s is taken', (name) => {
    expect(tested(`'${name}'`)).toBe(true);
  });
});

/** What each method of the Web API takes, as docs.slack.dev/reference/methods has it. */
const scopesOf: Readonly<Record<string, readonly (keyof typeof botScopes)[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'views.open': [],
  'views.update': [],
  'users.info': ['users:read'],
  'usergroups.users.list': ['usergroups:read'],
  filesUploadV2: ['files:write'],
};

describe('what Godwit is to Slack', () => {
  const room = source.filter(({ path: at }) => at.startsWith('src/slack/'));
  const called = new Set(
    room.flatMap(({ text }) => [...text.matchAll(/\bclient\.((?:\w+\.)*\w+)\(/g)].map(([, m]) => m ?? '')),
  );
  const methods = [...called].filter((method) => !['on', 'once', 'start', 'disconnect'].includes(method));

  it('asks for the permissions of the methods that it calls, and for no others', () => {
    expect(methods.filter((method) => !(method in scopesOf))).toEqual([]);
    const needed = new Set<string>(methods.flatMap((method) => scopesOf[method] ?? []));
    if (room.some(({ text }) => text.includes('app.command('))) needed.add('commands');
    expect([...needed].sort()).toEqual(Object.keys(botScopes).sort());
  });

  it('subscribes to the events that it listens to', () => {
    const listening = room.filter(({ text }) => /\bapp\.(event|message)\(/.test(text));
    expect(listening.map(({ path: at }) => at)).toEqual(['src/slack/listen-to-groups.ts']);
    expect(listening[0]?.text).toContain('of botEvents');
    expect(botEvents).toEqual(['subteam_updated', 'subteam_members_changed']);
  });

  it('reaches the Web API from its own room alone', () => {
    const others = source.filter(
      ({ path: at, text }) => !at.startsWith('src/slack/') && /@slack\/(web-api|bolt)/.test(text),
    );
    expect(others.map(({ path: at }) => at)).toEqual([]);
  });
});
