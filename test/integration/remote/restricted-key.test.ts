import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { startSshd } from '../../../playground/servers/sshd.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { freshDirectory, lockedTask, ran, remoteOptions, sshAddress } from '../../support/remotes.ts';

it('works with a key that may do no more than docs/security.md gives it', async () => {
  const directory = freshDirectory('restricted');
  await using sshd = await startSshd({ directory, playground: inject('realParts').directory });
  const keys = path.join(directory, 'authorized_keys');
  const { port } = inject('realParts').postgres;
  const options = `from="127.0.0.1",restrict,port-forwarding,permitopen="127.0.0.1:${port}"`;
  await writeFile(keys, `${options} ${await readFile(keys, 'utf8')}`);
  await using remote = createRemote(remoteOptions(sshd.home));
  const host = await remote.host(sshAddress(sshd));
  const exit = await host.exec({ argv: ['echo', 'well'], directory: null, stdin: null, timeLimitMs: 20_000 });
  expect(exit).toMatchObject({ kind: 'exited', code: 0, stdout: 'well\n' });
  expect(await ran(host, await lockedTask(host, ['echo done']))).toMatchObject({ log: 'done\n', end: { code: 0 } });
  const asking = await lockedTask(host, ['printf "go? "; read -r word; echo "$word"'], { terminal: true });
  const said = await ran(host, asking, { onQuestion: (_line, at) => host.say(asking, at, 'yes') });
  expect(said.log).toContain('yes');
  const tunnel = await host.tunnel('127.0.0.1', port);
  tunnel.destroy();
  await expect(host.tunnel('127.0.0.1', sshd.port)).rejects.toThrow();
});
