import { trouble } from '../../domain/trouble.ts';
import { type Host, RemoteOutage } from '../../ports/remote.ts';

/**
 * The host of a step. A command that took too long there says nothing where it is the host that does not answer: that is
 * an outage, after which the step is taken again.
 */
export const answeringHost = (host: Host): Host => ({
  ...host,
  exec: async (command) => {
    const exit = await host.exec(command);
    if (exit.kind === 'timed-out') await demandAnswer(host, command.directory);
    return exit;
  },
});

async function demandAnswer(host: Host, directory: string | null): Promise<void> {
  const answer = await host.exec({ argv: ['true'], directory, stdin: null, timeLimitMs: 5_000 });
  if (answer.kind === 'timed-out' || answer.kind === 'lost') {
    throw new RemoteOutage(trouble('connection-lost', 'The connection to the host was lost: it does not answer.'));
  }
}
