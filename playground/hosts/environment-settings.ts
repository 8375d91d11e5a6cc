import type { SshAddress } from '../servers/sshd.ts';
import type { DemoHost } from './host-layout.ts';

/**
 * The host's entry below `environments:` in godwit.yml, without the parts about people (rights, approvals, checklist).
 * Plain data for a YAML or JSON writer.
 */
export function environmentSettings(host: DemoHost, ssh: SshAddress | 'local') {
  return {
    ...(ssh === 'local' ? { local: true } : { ssh: login(ssh) }),
    directory: host.directory,
    ...(host.layout === 'container' ? { exec: './bin/inside' } : {}),
    prisma: 'npx prisma',
    database: { via: 'app', variable: 'DATABASE_URL', tools: './bin/database' },
    ...(host.backup === 'none' ? {} : { backup: teamBackup }),
    ...(host.rollback === 'none' ? {} : { rollback: teamRollback }),
    service: { stop: './bin/service stop', start: './bin/service start', health: './bin/service health' },
  };
}

const teamBackup = { command: ['./scripts/backup.sh', '{env}', '{label}'], directory: 'backups/{env}', keep: 5 };

const teamRollback = {
  command: ['./scripts/rollback.sh', '{env}', '{backup}'],
  answers: [{ when: 'restore the database', say: 'yes' }],
};

function login({ host, port, user, privateKeyFile, hostKeyFingerprint }: SshAddress) {
  return { host, port, user, privateKeyFile, hostKey: hostKeyFingerprint };
}
