import type { KnownSecrets } from '../lib/known-secrets.ts';
import type { Exit, Host, Remote } from '../ports/remote.ts';

/**
 * Hosts as a worker has them: what a command says when it fails is masked as a whole, before a line of it is picked for
 * a card. What a command prints when it succeeds is data, and stays.
 */
export function maskingRemote(remote: Remote, secrets: KnownSecrets): Remote {
  return {
    host: async (address) => maskingHost(await remote.host(address), secrets),
    [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose](),
  };
}

const maskingHost = (host: Host, { maskText }: KnownSecrets): Host => ({
  ...host,
  exec: async (command) => maskedExit(await host.exec(command), maskText),
  open: async (command) => {
    const stream = await host.open(command);
    const said = stream.stderrTail;
    return Object.assign(stream, { stderrTail: () => maskText(said()) });
  },
});

function maskedExit(exit: Exit, maskText: KnownSecrets['maskText']): Exit {
  if (exit.kind !== 'exited' && exit.kind !== 'signalled') return exit;
  const failed = exit.kind === 'signalled' || exit.code !== 0;
  return { ...exit, stderr: maskText(exit.stderr), stdout: failed ? maskText(exit.stdout) : exit.stdout };
}
