import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, copyFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cutOffProxy } from '../../../playground/servers/cut-off-proxy.ts';
import { freePort } from '../../../playground/servers/free-port.ts';
import { startSshd } from '../../../playground/servers/sshd.ts';
import type { SshAddress } from '../../../src/domain/environment.ts';
import type { Host } from '../../../src/ports/remote.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import type { SshTimes } from '../../../src/remote/options.ts';
import {
  followed,
  freshDirectory,
  freshId,
  killAllIn,
  lockedTask,
  moment,
  processesIn,
  remoteOptions,
  sshAddress,
} from '../../support/remotes.ts';

const staging = (over: Partial<SshAddress> = {}) => sshAddress(inject('realParts').ssh.staging, over);

async function withHost<T>(
  address: SshAddress,
  times: Partial<SshTimes>,
  work: (host: Host) => Promise<T>,
): Promise<T> {
  const remote = createRemote(remoteOptions('/nowhere', times));
  try {
    return await work(await remote.host(address));
  } finally {
    await remote[Symbol.asyncDispose]();
  }
}

const command = (...argv: string[]) => ({ argv, directory: null, stdin: null, timeLimitMs: 20_000 });
const outageAt = (address: SshAddress, times: Partial<SshTimes> = {}) =>
  withHost(address, times, (host) => host.exec(command('true'))).catch((error: { trouble: unknown }) => error.trouble);

describe('a host that cannot be used', () => {
  it('shows another key than the pinned one: both are named and nobody logs in', async () => {
    const { production, staging: other } = inject('realParts').ssh;
    const address = sshAddress(production, { hostKey: other.hostKeyFingerprint });
    expect(await outageAt(address)).toMatchObject({
      code: 'host-key-mismatch',
      facts: [
        { label: 'Configured', value: other.hostKeyFingerprint },
        { label: 'Shown', value: production.hostKeyFingerprint },
      ],
    });
  });

  it('refuses the connection, has no name, or does not answer', async () => {
    const port = await freePort();
    expect(await outageAt(staging({ port }))).toMatchObject({
      code: 'host-unreachable',
      message: `127.0.0.1:${port} cannot be reached: it refused the connection.`,
    });
    const named = await outageAt(staging({ host: 'no-such-host.invalid' }));
    expect(named).toMatchObject({
      code: 'host-unreachable',
      message: expect.stringMatching(/no host of this name|looked up/),
    });
    await throughProxy(async (proxy) => {
      proxy.swallow();
      expect(await outageAt(staging({ port: proxy.port }), { readyMs: 400 })).toMatchObject({
        code: 'host-unreachable',
        message: expect.stringContaining('did not answer in time'),
      });
    });
  });

  it('does not know the key, or the key file is open to others, missing, or does not open', async () => {
    const directory = freshDirectory('keys');
    const unknown = newKey(directory, '');
    expect(await outageAt(staging({ login: { by: 'key-file', path: unknown, passphrase: null } }))).toMatchObject({
      code: 'login-refused',
    });
    const loose = path.join(directory, 'loose');
    copyFileSync(unknown, loose);
    chmodSync(loose, 0o640);
    const message = async (file: string) =>
      outageAt(staging({ login: { by: 'key-file', path: file, passphrase: null } }));
    expect(await message(loose)).toMatchObject({
      code: 'login-refused',
      message: expect.stringContaining('chmod 600'),
    });
    expect(await message('/not/there')).toMatchObject({ message: expect.stringContaining('cannot be read') });
    expect(await message(newKey(directory, 'wrong'))).toMatchObject({ message: expect.stringContaining('passphrase') });
    writeFileSync(path.join(directory, 'junk'), 'junk', { mode: 0o600 });
    expect(await message(path.join(directory, 'junk'))).toMatchObject({ code: 'login-refused' });
  });
});

describe('a login', () => {
  it('opens a key file with its passphrase', async () => {
    const { staging: sshd } = inject('realParts').ssh;
    const file = path.join(freshDirectory('keys'), 'locked');
    copyFileSync(sshd.privateKeyFile, file);
    chmodSync(file, 0o600);
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', file]);
    const login = { by: 'key-file', path: file, passphrase: { from: 'env', name: 'ANY' } } as const;
    expect(await withHost(staging({ login }), {}, (host) => host.exec(command('echo', 'in')))).toMatchObject({
      stdout: 'in\n',
    });
  });

  it('asks an agent for its key', async () => {
    const { staging: sshd } = inject('realParts').ssh;
    const socket = path.join(freshDirectory('agent'), 'socket');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(agent.stdout, 'data');
    execFileSync('ssh-add', ['-q', sshd.privateKeyFile], { env: { SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
    const login = { by: 'agent', socket } as const;
    expect(await withHost(staging({ login }), {}, (host) => host.exec(command('true')))).toMatchObject({ code: 0 });
    agent.kill('SIGKILL');
    await once(agent, 'exit');
    expect(await outageAt(staging({ login }))).toMatchObject({ code: 'login-refused' });
  });

  it('knows a host by any of its keys', async () => {
    const directory = freshDirectory('sshd');
    await using sshd = await startSshd({ directory, playground: inject('realParts').directory });
    const file = path.join(directory, 'host_rsa');
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file]);
    const pinned = execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
    appendFileSync(path.join(directory, 'sshd_config'), `HostKey ${file}\n`);
    await sshd.restart();
    for (const hostKey of [pinned, sshd.hostKeyFingerprint]) {
      const exit = await withHost(sshAddress(sshd, { hostKey }), {}, (host) => host.exec(command('true')));
      expect(exit).toMatchObject({ kind: 'exited', code: 0 });
    }
  });

  it('is not confused by what the dot files of the account print', async () => {
    await using noisy = await startSshd({
      directory: freshDirectory('sshd'),
      playground: inject('realParts').directory,
    });
    writeFileSync(
      path.join(noisy.home, '.bashrc'),
      'echo "welcome"; printf "no line end"; echo warning >&2; : > "$HOME/printed"\n',
    );
    await withHost(sshAddress(noisy), {}, async (host) => {
      const exit = await host.exec(command('sh', '-c', 'echo out; echo err >&2'));
      expect(exit).toEqual({ kind: 'exited', code: 0, stdout: 'out\n', stderr: 'err\n' });
      expect(existsSync(path.join(noisy.home, 'printed'))).toBe(true);
      const task = await lockedTask(host, ['echo done']);
      expect(await host.begin(task)).toBe('started');
      expect(await followed(host, task.id)).toEqual({ log: 'done\n', end: { kind: 'exited', code: 0 } });
      const stream = await host.open({ argv: ['echo', 'streamed'], directory: null });
      expect(String(await once(stream, 'data'))).toBe('streamed\n');
    });
  });

  it('goes through a jump host', async () => {
    const { production } = inject('realParts').ssh;
    const address = sshAddress(production, { jump: staging() });
    const exit = await withHost(address, {}, (host) => host.exec(command('sh', '-c', 'echo "$HOME"')));
    expect(exit).toMatchObject({ stdout: `${production.home}\n` });
    const port = await freePort();
    expect(await outageAt({ ...address, port })).toMatchObject({
      code: 'host-unreachable',
      message: `127.0.0.1:${port} cannot be reached through 127.0.0.1.`,
    });
  });

  it('is not disturbed by many others at the same time', async () => {
    const all = Array.from({ length: 12 }, () => withHost(staging(), {}, (host) => host.exec(command('true'))));
    expect(await Promise.all(all)).toEqual(all.map(() => expect.objectContaining({ kind: 'exited', code: 0 })));
  });
});

describe('a connection', () => {
  it('that is a black hole is noticed by its keepalive, and the command is lost', async () => {
    await throughProxy((proxy) =>
      withHost(staging({ port: proxy.port }), { keepaliveMs: 100 }, async (host) => {
        await host.exec(command('true'));
        const directory = freshDirectory();
        const exit = host.exec({ ...command('sleep', '60'), directory });
        await expect.poll(() => processesIn(directory)).toHaveLength(1);
        proxy.swallow();
        expect(await exit).toMatchObject({ kind: 'lost' });
        proxy.heal();
        expect(await host.exec(command('echo', 'again'))).toMatchObject({ stdout: 'again\n' });
        killAllIn(directory);
      }),
    );
  });

  it('is opened again after the server was killed', async () => {
    await using sshd = await startSshd({
      directory: freshDirectory('sshd'),
      playground: inject('realParts').directory,
    });
    await withHost(sshAddress(sshd), {}, async (host) => {
      await host.exec(command('true'));
      await sshd.kill();
      await expect(host.exec(command('true'))).rejects.toMatchObject({
        trouble: { code: expect.stringMatching(/connection-lost|host-unreachable/) },
      });
      await sshd.restart();
      expect(await host.exec(command('echo', 'back'))).toMatchObject({ stdout: 'back\n' });
    });
  });

  it('is given back when nobody uses it', async () => {
    const logged: string[] = [];
    const options = remoteOptions('/nowhere', { idleMs: 20 });
    const over = moment();
    const log = {
      ...options.log,
      info: (_: object, text: string) => {
        logged.push(text);
        if (text.endsWith('is over')) over.come();
      },
    };
    const remote = createRemote({ ...options, log });
    const host = await remote.host(staging());
    await host.exec(command('true'));
    await over.came;
    await host.exec(command('true'));
    expect(logged.filter((text) => text === 'connected to a host')).toHaveLength(2);
    await remote[Symbol.asyncDispose]();
  });

  it('learns how many sessions a stricter server allows', async () => {
    const directory = freshDirectory('sshd');
    await using sshd = await startSshd({ directory, playground: inject('realParts').directory });
    appendFileSync(path.join(directory, 'sshd_config'), 'MaxSessions 2\n');
    await sshd.restart();
    await withHost(sshAddress(sshd), {}, async (host) => {
      const exits = await Promise.all(
        Array.from({ length: 15 }, (_, number) => host.exec(command('echo', `${number}`))),
      );
      expect(exits).toEqual(exits.map((_, number) => expect.objectContaining({ stdout: `${number}\n` })));
    });
  });

  it('carries more commands at once than the server allows sessions, while others are followed', async () => {
    await withHost(staging(), {}, async (host) => {
      const streams = await Promise.all(
        Array.from({ length: 10 }, () => host.open({ argv: ['cat'], directory: null })),
      );
      const exits = await Promise.all(
        Array.from({ length: 30 }, (_, number) => host.exec(command('echo', `${number}`))),
      );
      expect(exits).toEqual(exits.map((_, number) => expect.objectContaining({ stdout: `${number}\n` })));
      for (const stream of streams) stream.destroy();
    });
  });
});

describe('following a task', () => {
  it('is over when the connections are closed for good', async () => {
    const remote = createRemote(remoteOptions('/nowhere'));
    const host = await remote.host(staging());
    const task = await lockedTask(host, ['echo ready; exec sleep 20']);
    await host.begin(task);
    const ready = moment();
    const outcome = expect(followed(host, task.id, { onText: () => ready.come() })).rejects.toThrow('closed for good');
    await ready.came;
    await remote[Symbol.asyncDispose]();
    await outcome;
    await withHost(staging(), {}, (other) => other.signal(task, 'KILL'));
  });

  it('goes on after the connection was cut, again and again, and loses no byte', async () => {
    await throughProxy((proxy) =>
      withHost(staging({ port: proxy.port }), {}, async (host) => {
        const directory = freshDirectory();
        const text = `i=0; while [ ! -e go ]; do i=$((i+1)); echo "line $i"; sleep 0.01; done; exit 6`;
        const task = await lockedTask(host, [text], { directory });
        await host.begin(task);
        let cuts = 0;
        const onText = () => {
          if (cuts < 3) proxy.cut();
          else writeFileSync(path.join(directory, 'go'), '');
          cuts += 1;
        };
        const { log, end } = await followed(host, task.id, { onText });
        expect(end).toEqual({ kind: 'exited', code: 6 });
        expect(cuts).toBeGreaterThan(3);
        const lines = log.trimEnd().split('\n');
        expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
      }),
    );
  });

  it('ends with an outage when the host stays away', async () => {
    await using sshd = await startSshd({
      directory: freshDirectory('sshd'),
      playground: inject('realParts').directory,
    });
    await withHost(sshAddress(sshd), { awayMs: 600 }, async (host) => {
      const task = await lockedTask(host, ['echo ready; sleep 20'], { id: freshId() });
      await host.begin(task);
      const ready = moment();
      const following = followed(host, task.id, { onText: () => ready.come() });
      const outcome = expect(following).rejects.toMatchObject({ trouble: { code: 'host-unreachable' } });
      await ready.came;
      await sshd.kill();
      await outcome;
    });
  });
});

async function throughProxy<T>(work: (proxy: Awaited<ReturnType<typeof cutOffProxy>>) => Promise<T>): Promise<T> {
  const proxy = await cutOffProxy(inject('realParts').ssh.staging.port);
  try {
    return await work(proxy);
  } finally {
    await proxy[Symbol.asyncDispose]();
  }
}

function newKey(directory: string, passphrase: string): string {
  const file = path.join(directory, freshId('key'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file]);
  return file;
}
