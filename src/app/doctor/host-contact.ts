import { unpinnedKey } from '../../config/read-unpinned.ts';
import type { HostAddress } from '../../domain/environment.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { type EnvironmentCheck, type Finding, notWell, well } from './check.ts';

/** Reaches the host and logs in. A key that is not pinned is shown to be compared; it is never trusted by itself. */
export const hostContact: EnvironmentCheck = {
  name: 'host',
  look: async ({ environment, host }) => {
    try {
      const reached = await host();
      const exit = await reached.exec({ argv: ['true'], directory: null, stdin: null, timeLimitMs: 20_000 });
      return exit.kind === 'exited' && exit.code === 0
        ? well(nameOf(environment.host))
        : notWell(`${nameOf(environment.host)} does not run commands: ${exit.kind}`);
    } catch (error) {
      if (error instanceof RemoteOutage) return outage(error);
      throw error;
    }
  },
};

const nameOf = (host: HostAddress): string =>
  host.kind === 'local'
    ? "Godwit's own machine"
    : `${host.user}@${host.host}:${host.port} with the key ${host.hostKey}${host.jump === null ? '' : `, through ${host.jump.host}`}`;

function outage({ trouble }: RemoteOutage): Finding {
  const fact = (label: string) => trouble.facts.find((one) => one.label === label)?.value;
  if (trouble.code !== 'host-key-mismatch' || fact('Configured') !== unpinnedKey) {
    return notWell([trouble.message, ...trouble.facts.map(({ label, value }) => `${label}: ${value}`)].join(' '));
  }
  return notWell(
    `no host key is pinned. This one was shown: ${fact('Shown')}. Compare it on the host itself ` +
      '(for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done), and only then write it into godwit.yml as hostKey',
  );
}
