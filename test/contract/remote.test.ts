import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunId } from '../../src/domain/ids.ts';
import { Secret } from '../../src/lib/secret.ts';
import { type Host, RemoteOutage } from '../../src/ports/remote.ts';
import {
  command,
  followed,
  freshDirectory,
  freshId,
  killAllIn,
  lockedTask,
  moment,
  owner,
  type Place,
  placeFor,
  processesIn,
  ran,
  runDirectoryOf,
} from '../support/remotes.ts';

/** What every way to a host promises; `ssh` is a real OpenSSH server. One long file, since both must pass the very same suite. */
describe.each(['ssh', 'local'] as const)('a host by %s', (way) => {
  let place: Place;
  let host: Host;

  beforeAll(async () => {
    place = placeFor(way, { questionMs: 1_000 });
    host = await place.remote.host(place.address);
  });
  afterAll(() => place.remote[Symbol.asyncDispose]());

  const run = (
    argv: readonly string[],
    over: { directory?: string; stdin?: string | Buffer; timeLimitMs?: number } = {},
  ) => host.exec({ argv, directory: null, stdin: null, timeLimitMs: 20_000, ...over });
  const sh = (text: string, ...parameters: string[]) => run(['sh', '-c', text, 'sh', ...parameters]);

  describe('a short command', () => {
    it('gives its exit code and both outputs, each to the last byte', async () => {
      expect(await sh('printf " out\\n\\n"; printf err >&2; exit 42')).toEqual({
        kind: 'exited',
        code: 42,
        stdout: ' out\n\n',
        stderr: 'err',
      });
    });

    it('hands arguments on untouched', async () => {
      const odd = ["it's", '$(id)', 'a\nb', '', '*', '\\', '"', ' ', '-n', 'ü€😀', '`x`', '!', '~'];
      expect(await sh('for a; do printf "%s\\0" "$a"; done', ...odd)).toMatchObject({ stdout: `${odd.join('\0')}\0` });
    });

    it('runs in its directory, and nowhere when that is missing', async () => {
      const directory = path.join(freshDirectory(), "it's $HOME");
      mkdirSync(directory);
      expect(await run(['pwd'], { directory })).toMatchObject({ stdout: `${directory}\n` });
      const missing = path.join(directory, 'missing');
      const marker = path.join(directory, 'marker');
      expect(await run(['touch', marker], { directory: missing })).toEqual({
        kind: 'directory-missing',
        directory: missing,
      });
      expect(existsSync(marker)).toBe(false);
    });

    it('starts at home without a directory', async () => {
      expect(await run(['pwd'])).toMatchObject({ kind: 'exited', stdout: `${place.home}\n` });
    });

    it('reads stdin as bytes, and finds it empty where there is none', async () => {
      const stdin = Buffer.from([0, 255, 10, 13, 0]);
      expect(await run(['od', '-An', '-tx1'], { stdin })).toMatchObject({ stdout: ' 00 ff 0a 0d 00\n' });
      expect(await run(['cat'])).toMatchObject({ code: 0, stdout: '' });
    });

    it('may leave a large stdin unread', async () => {
      expect(await run(['true'], { stdin: Buffer.alloc(3_000_000) })).toMatchObject({ kind: 'exited', code: 0 });
    });

    it('is a program even where the shell has a builtin of its name', async () => {
      expect(await run(['exit', '0'])).toMatchObject({ kind: 'exited', code: 127 });
    });

    it('tells a signal from an exit code', async () => {
      expect(await sh('kill -9 $$')).toMatchObject({ kind: 'signalled', signal: 'SIGKILL' });
    });

    it('is ended with everything that it started when its time is over', async () => {
      const directory = freshDirectory();
      const exit = await run(['sh', '-c', 'sleep 60 & sleep 60'], { directory, timeLimitMs: 300 });
      expect(exit).toEqual({ kind: 'timed-out', afterMs: 300 });
      expect(processesIn(directory)).toEqual([]);
    });

    it('is killed when it does not listen', async () => {
      const directory = freshDirectory();
      await run(['sh', '-c', 'trap "" TERM; while :; do sleep 0.1; done'], { directory, timeLimitMs: 300 });
      await expect.poll(() => processesIn(directory)).toEqual([]);
    });

    it('is ended when it prints more than 64 MB', async () => {
      const directory = freshDirectory();
      const exit = await run(['cat', '/dev/zero'], { directory });
      expect(exit).toEqual({ kind: 'output-too-large', limitBytes: 64_000_000 });
      await expect.poll(() => processesIn(directory)).toEqual([]);
    });

    it('does not wait in line behind others for ever', async () => {
      const many = await Promise.all(Array.from({ length: 14 }, (_, index) => run(['echo', String(index)])));
      expect(many.map((exit) => exit.kind === 'exited' && exit.stdout)).toEqual(many.map((_, index) => `${index}\n`));
    });
  });

  describe('an open command', () => {
    it('is a stream both ways and is over with the command', async () => {
      const stream = await host.open({ argv: ['cat'], directory: null });
      const data = Buffer.alloc(2_000_000, 'godwit');
      stream.end(data);
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      expect(Buffer.concat(pieces).equals(data)).toBe(true);
      expect(stream.destroyed).toBe(true);
    });

    it('keeps the end of what it said on stderr', async () => {
      const stream = await host.open({ argv: ['sh', '-c', 'echo no such container >&2; exit 1'], directory: null });
      stream.resume();
      await once(stream, 'close');
      await expect.poll(() => stream.stderrTail()).toBe('no such container\n');
    });

    it('ends when the stream is destroyed', async () => {
      const directory = freshDirectory();
      const stream = await host.open({ argv: ['sleep', '60'], directory });
      expect(processesIn(directory)).toHaveLength(1);
      stream.destroy();
      await expect.poll(() => processesIn(directory)).toEqual([]);
    });

    it('does not begin in a missing directory', async () => {
      const opening = host.open({ argv: ['cat'], directory: '/not/there' });
      await expect(opening).rejects.toMatchObject({ trouble: { code: 'directory-missing' } });
    });
  });

  it('tunnels to a port as seen from there', async () => {
    const stream = await host.tunnel('127.0.0.1', inject('realParts').redis.port);
    stream.write('PING\r\n');
    const [answer] = await once(stream, 'data');
    expect(String(answer)).toMatch(/PONG|NOAUTH/);
    stream.destroy();
    await expect(host.tunnel('127.0.0.1', 1)).rejects.toBeInstanceOf(RemoteOutage);
  });

  describe.concurrent('a detached task', () => {
    it('runs its commands in order and stops at the first that fails', async () => {
      const task = await lockedTask(host, ['echo one', 'echo two; exit 9', 'echo three']);
      expect(await ran(host, task)).toEqual({ log: 'one\ntwo\n', end: { kind: 'exited', code: 9 } });
    });

    it('starts once', async () => {
      const file = path.join(freshDirectory(), 'starts');
      const task = await lockedTask(host, [`echo started >> '${file}'`]);
      const answers = await Promise.all([host.begin(task), host.begin(task), host.begin(task)]);
      expect(answers.sort()).toEqual(['exists', 'exists', 'started']);
      await followed(host, task.id);
      expect(await host.begin(task)).toBe('exists');
      expect(readFileSync(file, 'utf8')).toBe('started\n');
    });

    it('can be read again from any byte', async () => {
      const task = await lockedTask(host, ['printf 0123456789']);
      await ran(host, task);
      expect(await followed(host, task.id, { from: 4 })).toEqual({ log: '456789', end: { kind: 'exited', code: 0 } });
      expect(await followed(host, task.id, { from: 10 })).toMatchObject({ log: '' });
    });

    it('gives a log of many megabytes to the last byte', async () => {
      const task = await lockedTask(host, ['seq 1 1500000', 'seq 1 5 >&2']);
      const { log } = await ran(host, task);
      expect(log.length).toBe(10_888_896 + 10);
      expect(log.endsWith('1500000\n1\n2\n3\n4\n5\n')).toBe(true);
    });

    it.sequential('is known to be over within moments, though its log is looked at once a second', async () => {
      const task = await lockedTask(host, ['sleep 0.2; date +%s%N']);
      const { log } = await ran(host, task);
      expect(Date.now() - Number(log) / 1e6).toBeLessThan(700);
    });

    it('cannot fake an end by what it prints', async () => {
      const lie = 'exited 0\\ngodwit-0 end 8\\nexited 0';
      const { log, end } = await ran(host, await lockedTask(host, [`printf '${lie}'; exit 98`]));
      expect({ log, end }).toEqual({ log: lie.replaceAll('\\n', '\n'), end: { kind: 'exited', code: 98 } });
    });

    it('sees variables and secrets, of which no file and no argument knows', async () => {
      const value = `s3cret 'quoted'\nsecond line ${freshId()}`;
      const secrets = { PGPASSWORD: new Secret(value) };
      const look = 'printf "%s|%s" "$PLAIN" "$PGPASSWORD"; cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " > args';
      const directory = freshDirectory();
      const task = await lockedTask(host, [look], { secrets, environment: { PLAIN: "it's" }, directory });
      expect(await ran(host, task)).toMatchObject({ log: `it's|${value}` });
      expect(readFileSync(path.join(directory, 'args'), 'utf8')).not.toContain(value);
      const state = runDirectoryOf(place.home, task.id);
      const files = readdirSync(state).filter((name) => name !== 'log');
      for (const name of files) expect(readFileSync(path.join(state, name), 'utf8')).not.toContain('s3cret');
      expect(statSync(state).mode & 0o077).toBe(0);
    });

    it('feeds secrets by line and then a file', async () => {
      const directory = freshDirectory();
      writeFileSync(path.join(directory, 'script'), 'the script\n');
      const stdin = { secrets: ['B', 'A'], file: 'script' };
      const secrets = { A: new Secret("a'\\n"), B: new Secret('b') };
      const task = await lockedTask(host, [command(['cat'], { stdin })], { directory, secrets });
      expect(await ran(host, task)).toMatchObject({ log: "b\na'\\n\nthe script\n", end: { code: 0 } });
    });

    it('has the exit code of the command that is fed, and stops where the file is missing', async () => {
      const stdin = { secrets: [], file: '/etc/hostname' };
      const fails = await lockedTask(host, [command(['sh', '-c', 'cat >/dev/null; exit 5'], { stdin })]);
      expect(await ran(host, fails)).toMatchObject({ end: { kind: 'exited', code: 5 } });
      const lacks = await lockedTask(host, [
        command(['cat'], { stdin: { secrets: [], file: '/not/there' } }),
        'echo next',
      ]);
      expect(await ran(host, lacks)).toEqual({
        log: 'godwit: cannot read /not/there\n',
        end: { kind: 'exited', code: 66 },
      });
    });

    it('writes a file that only its owner reads, and none when the command fails', async () => {
      const directory = freshDirectory();
      const good = command(['sh', '-c', 'echo dump; echo said >&2'], { stdoutFile: 'whole.dump' });
      const bad = command(['sh', '-c', 'echo half; exit 3'], { stdoutFile: 'half.dump' });
      const task = await lockedTask(host, [good, bad], { directory });
      expect(await ran(host, task)).toEqual({ log: 'said\n', end: { kind: 'exited', code: 3 } });
      expect(readdirSync(directory)).toEqual(['whole.dump']);
      expect(readFileSync(path.join(directory, 'whole.dump'), 'utf8')).toBe('dump\n');
      expect(statSync(path.join(directory, 'whole.dump')).mode & 0o777).toBe(0o600);
    });

    it('begins in no other place when its directory is missing', async () => {
      const { end } = await ran(host, await lockedTask(host, ['echo here'], { directory: '/not/there' }));
      expect(end).toEqual({ kind: 'exited', code: 72 });
    });

    it('is ended by the time limit that the host keeps', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(host, ['sleep 60 & sleep 60', 'echo next'], { timeLimitMs: 400, directory });
      expect(await ran(host, task)).toMatchObject({ end: { kind: 'timed-out' } });
      expect(processesIn(directory)).toEqual([]);
      await expect.poll(() => processesIn(runDirectoryOf(place.home, task.id))).toEqual([]);
    });

    it.each([
      ['in the background', 'sleep 60 &', false],
      ['in the background of a terminal', "(trap '' HUP; sleep 60) &", true],
    ] as const)('tells that a command left something at work %s', async (_, text, terminal) => {
      const directory = freshDirectory();
      const task = await lockedTask(host, [`${text} echo done`], { directory, terminal });
      expect((await ran(host, task)).end).toEqual({ kind: 'exited', code: 0, left: true });
      killAllIn(directory);
    });

    it('waits a moment for what a command left', async () => {
      const task = await lockedTask(host, ['sleep 0.4 & echo done']);
      expect((await ran(host, task)).end).toEqual({ kind: 'exited', code: 0 });
    });

    it('leaves nothing behind that waits for the time limit', async () => {
      const task = await lockedTask(host, ['true']);
      await ran(host, task);
      await expect.poll(() => processesIn(runDirectoryOf(place.home, task.id))).toEqual([]);
    });

    it.each(['TERM', 'KILL'] as const)('can be sent %s', async (signal) => {
      const task = await lockedTask(host, ['echo ready; exec sleep 60', 'echo next']);
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      expect(await host.signal(task, signal)).toBe(true);
      const code = signal === 'TERM' ? 143 : 137;
      expect((await end).end).toEqual({ kind: 'exited', code });
      expect(await host.signal(task, signal)).toBe(false);
    });

    it('lets a command end in its own way at a TERM, and starts no further one', async () => {
      const patient = 'trap "echo tidying; sleep 0.3; echo tidy; exit 0" TERM; echo ready; while :; do sleep 0.1; done';
      const task = await lockedTask(host, [patient, 'echo next']);
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      await host.signal(task, 'TERM');
      const { log, end: how } = await end;
      expect(log).toMatch(/tidying\n(.*\n)*tidy\n/);
      expect(log).not.toContain('next');
      expect(how).toEqual({ kind: 'exited', code: 143 });
    });

    it('has vanished when everything of it was killed', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(host, ['echo ready; exec sleep 60'], { directory });
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      killAllIn(runDirectoryOf(place.home, task.id));
      killAllIn(directory);
      expect(await end).toEqual({ log: 'ready\n', end: { kind: 'vanished' } });
    });

    it('has not vanished while its processes outlive a killed supervisor', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(host, ['echo ready; while [ ! -e go ]; do sleep 0.05; done; echo done'], {
        directory,
      });
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      killAllIn(runDirectoryOf(place.home, task.id));
      writeFileSync(path.join(directory, 'go'), '');
      expect(await end).toEqual({ log: 'ready\ndone\n', end: { kind: 'vanished' } });
    });

    it('has pieces of its log overwritten while it goes on writing, and every other byte stays', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(
        host,
        ['echo one secret two secrets; while [ ! -e go ]; do sleep 0.05; done; echo after'],
        { directory },
      );
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      await host.blank(task, [
        { offset: 4, length: 6 },
        { offset: 15, length: 7 },
      ]);
      writeFileSync(path.join(directory, 'go'), '');
      await end;
      const log = path.join(runDirectoryOf(place.home, task.id), 'log');
      expect(readFileSync(log, 'utf8')).toBe('one ****** two *******\nafter\n');
      expect((await followed(host, task.id)).log).toBe('one ****** two *******\nafter\n');
      await host.blank({ id: freshId() }, [{ offset: 0, length: 1 }]);
    });

    it('is absent where it never began', async () => {
      const task = await lockedTask(host, ['true']);
      expect(await followed(host, task.id)).toEqual({ log: '', end: { kind: 'absent' } });
      expect(await host.hasTraceOf(task)).toBe(false);
      await ran(host, task);
      expect(await host.hasTraceOf(task)).toBe(true);
    });

    it('stops following when told, and the task goes on', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(host, ['echo ready; while [ ! -e go ]; do sleep 0.05; done; echo done'], {
        directory,
      });
      await host.begin(task);
      const stop = new AbortController();
      const onOutput = async () => stop.abort(new Error('enough'));
      const following = host.follow(task, 0, { onOutput, onQuestion: async () => undefined }, stop.signal);
      await expect(following).rejects.toThrow('enough');
      writeFileSync(path.join(directory, 'go'), '');
      expect(await followed(host, task.id)).toMatchObject({ log: 'ready\ndone\n', end: { code: 0 } });
    });

    it('lets an error of its listener out', async () => {
      const task = await lockedTask(host, ['echo x']);
      const onText = () => {
        throw new Error('the store is away');
      };
      await expect(ran(host, task, { onText })).rejects.toThrow('the store is away');
    });

    it('removes what older tasks left after 14 days, but not of one that runs, or whose run owns a lock', async () => {
      const lock = { name: freshId('lock'), owner: owner() };
      const idle = await lockedTask(host, ['true']);
      const busy = await lockedTask(host, ['exec sleep 30']);
      const open = await lockedTask(host, ['true'], { id: `${lock.owner.run}-deploy`, lock });
      await ran(host, idle);
      await ran(host, open);
      await host.begin(busy);
      const longAgo = Date.now() / 1_000 - 15 * 86_400;
      for (const { id } of [idle, busy, open])
        utimesSync(path.join(runDirectoryOf(place.home, id), 'alive'), longAgo, longAgo);
      await ran(host, await lockedTask(host, ['true']));
      const left = await Promise.all([idle, busy, open].map((task) => host.hasTraceOf(task)));
      expect(left).toEqual([false, true, true]);
      await host.signal(busy, 'KILL');
      await host.releaseLock(lock.name, lock.owner);
      await ran(host, await lockedTask(host, ['true']));
      expect(await host.hasTraceOf(open)).toBe(false);
    });
  });

  describe.concurrent('a question', () => {
    it('is an unfinished line on a terminal, and is answered once', async () => {
      const ask = 'printf "Restore? [y/N] "; read -r a; printf "Sure? "; read -r b; echo "<$a><$b>"; exit 4';
      const task = await lockedTask(host, [ask], { terminal: true });
      const questions = new Map<number, string>();
      const onQuestion = async (line: string, atOffset: number) => {
        questions.set(atOffset, line);
        await host.say(task, atOffset, line === 'Sure? ' ? 'answer 2' : 'answer 1');
        await host.say(task, atOffset, 'not again');
      };
      const { log, end } = await ran(host, task, { onQuestion });
      expect(log).toContain('<answer 1><answer 2>');
      expect([...questions]).toEqual([
        [15, 'Restore? [y/N] '],
        [31, 'Sure? '],
      ]);
      expect(end).toEqual({ kind: 'exited', code: 4 });
    });

    it('is none while something computes', async () => {
      const task = await lockedTask(host, ['printf "working "; timeout 2.5 sh -c "while :; do :; done"; echo'], {
        terminal: true,
      });
      const questions: string[] = [];
      await ran(host, task, { onQuestion: async (line) => void questions.push(line) });
      expect(questions).toEqual([]);
    });

    it('ends with its terminal when killed', async () => {
      const directory = freshDirectory();
      const task = await lockedTask(host, ['echo ready; sleep 60'], { terminal: true, directory });
      const ready = moment();
      const end = ran(host, task, { onText: () => ready.come() });
      await ready.came;
      expect(await host.signal(task, 'KILL')).toBe(true);
      expect((await end).end).toEqual({ kind: 'exited', code: 137 });
      expect(processesIn(directory)).toEqual([]);
    });
  });

  describe('a glance', () => {
    const at = (directory: string, files: readonly string[] = []) => ({ lock: freshId('lock'), directory, files });
    const groundOf = async (...place: Parameters<typeof at>) => (await host.glance(at(...place))).ground;

    it('sees each lock and each directory, however many are asked about at once', async () => {
      const places = Array.from({ length: 5 }, () => at(freshDirectory(), ['none', 'no "such" $file']));
      const [first = at(''), , third = at('')] = places;
      await host.takeLock(third.lock, owner({ run: 'third' as RunId }));
      const glances = await Promise.all(places.map((place) => host.glance(place)));
      expect(glances.map((glance) => glance.owner?.run ?? null)).toEqual([null, null, 'third', null, null]);
      expect(new Set(glances.map(({ ground }) => ground)).size).toBe(5);
      expect(glances[0]).toEqual(await host.glance(first));
    });

    it.each<[string, (directory: string, file: string) => void, boolean]>([
      ['a file in the directory', (directory) => writeFileSync(path.join(directory, '.env'), 'A=2'), true],
      ['a new file there', (directory) => writeFileSync(path.join(directory, 'new'), ''), true],
      ['a named file elsewhere', (_, file) => writeFileSync(file, 'exec other'), true],
      ['what lies deeper', (directory) => writeFileSync(path.join(directory, 'backups/one'), ''), false],
    ])('notices %s', async (_what, change, notices) => {
      const directory = freshDirectory();
      const file = path.join(freshDirectory(), 'inside');
      for (const made of [path.join(directory, '.env'), file]) writeFileSync(made, 'A=1');
      mkdirSync(path.join(directory, 'backups'));
      const before = await groundOf(directory, [file]);
      change(directory, file);
      expect((await groundOf(directory, [file])) !== before).toBe(notices);
    });

    it('notices that a link leads elsewhere', async () => {
      const place = freshDirectory();
      for (const release of ['one', 'two']) mkdirSync(path.join(place, release));
      symlinkSync('one', path.join(place, 'current'));
      const before = await groundOf(path.join(place, 'current'));
      symlinkSync('two', path.join(place, 'next'));
      renameSync(path.join(place, 'next'), path.join(place, 'current'));
      expect(await groundOf(path.join(place, 'current'))).not.toBe(before);
    });

    it('says that it cannot tell where the directory is missing', async () => {
      expect(await groundOf(path.join(freshDirectory(), 'missing'))).toBeNull();
    });
  });

  describe.concurrent('the lock', () => {
    it('has one owner, who may take it again with a newer token', async () => {
      const name = `shop/${freshId('env')}`;
      const mine = owner();
      const theirs = owner({ instance: 'another godwit' });
      expect(await host.lockOwner(name)).toBeNull();
      expect(await host.takeLock(name, mine)).toEqual({ kind: 'taken' });
      expect(await host.takeLock(name, theirs)).toEqual({ kind: 'held', owner: mine });
      expect(await host.takeLock(name, { ...mine, token: 3 })).toEqual({ kind: 'taken' });
      expect(await host.takeLock(name, mine)).toEqual({ kind: 'held', owner: { ...mine, token: 3 } });
      expect(await host.lockOwner(name)).toEqual({ ...mine, token: 3 });
    });

    it('goes to one of many who take it at the same time', async () => {
      const name = freshId('lock');
      const takers = Array.from({ length: 6 }, () => owner());
      const answers = await Promise.all(takers.map((one) => host.takeLock(name, one)));
      expect(answers.filter((answer) => answer.kind === 'taken')).toHaveLength(1);
      expect(await host.lockOwner(name)).toEqual(takers[answers.findIndex((answer) => answer.kind === 'taken')]);
    });

    it('is released by its run alone, or broken', async () => {
      const name = freshId('lock');
      const mine = owner();
      await host.takeLock(name, mine);
      expect(await host.releaseLock(name, owner())).toBe(false);
      expect(await host.releaseLock(name, mine)).toBe(true);
      expect(await host.lockOwner(name)).toBeNull();
      await host.takeLock(name, mine);
      await host.breakLock(name);
      expect(await host.takeLock(name, owner())).toEqual({ kind: 'taken' });
    });

    it.each([
      ['belongs to another run', (mine: ReturnType<typeof owner>) => ({ ...mine, run: owner().run })],
      ['belongs to another Godwit', (mine: ReturnType<typeof owner>) => ({ ...mine, instance: 'another' })],
      ['was taken with a newer token', (mine: ReturnType<typeof owner>) => ({ ...mine, token: 2 })],
    ])('keeps a task from starting when it %s', async (_, change) => {
      const task = await lockedTask(host, ['echo ran']);
      const holder = change(task.lock.owner);
      await host.breakLock(task.lock.name);
      await host.takeLock(task.lock.name, holder);
      expect(await ran(host, task)).toEqual({ log: '', end: { kind: 'lock-lost', owner: holder } });
    });

    it('keeps a task from starting when nobody has it', async () => {
      const task = await lockedTask(host, ['echo ran']);
      await host.breakLock(task.lock.name);
      expect(await ran(host, task)).toEqual({ log: '', end: { kind: 'lock-lost', owner: null } });
    });

    it('is held by the task itself, even when its owner was changed meanwhile', async () => {
      const first = await lockedTask(host, ['echo ready; exec sleep 60']);
      const ready = moment();
      const end = ran(host, first, { onText: () => ready.come() });
      await ready.came;
      await host.breakLock(first.lock.name);
      const second = await lockedTask(host, ['echo ran'], { lock: { name: first.lock.name, owner: owner() } });
      expect(await ran(host, second)).toEqual({ log: '', end: { kind: 'lock-lost', owner: first.lock.owner } });
      await host.signal(first, 'KILL');
      await end;
    });

    it('is not kept by a daemon that a command leaves behind', async () => {
      const directory = freshDirectory();
      const first = await lockedTask(host, ['setsid sleep 60 >/dev/null 2>&1 &'], { directory });
      await ran(host, first);
      const second = await lockedTask(host, ['echo ran'], { lock: first.lock });
      expect(await ran(host, second)).toMatchObject({ log: 'ran\n' });
      killAllIn(directory);
    });
  });
});

it('has the tools of util-linux that detached tasks need', () => {
  expect(() => execFileSync('flock', ['--version'])).not.toThrow();
});
