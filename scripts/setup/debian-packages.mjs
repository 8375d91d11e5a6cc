import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly, SetupError } from './quiet-command.mjs';

/** Debian's packages and the programs of theirs that tests and demo start. */
const programs = {
  postgresql: ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'],
  'redis-server': ['redis-server'],
  'openssh-server': ['sshd'],
  'openssh-client': ['ssh', 'ssh-keygen'],
  'util-linux': ['setpriv', 'setsid', 'flock'],
};

/** @type {import('../setup.mjs').SetupStep} */
export const debianStep = {
  downloads: true,
  missing() {
    const packages = missingPackages();
    if (packages.length === 0) return undefined;
    return `Debian's ${packages.join(', ')}: tests and demo start private servers from them, the system's own stay off`;
  },
  async run() {
    const packages = missingPackages();
    const install = [
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...packages,
    ];
    if (process.getuid?.() !== 0 || !found('apt-get')) throw new SetupError(toType(packages));
    await withoutStartingServices(async () => {
      await runQuietly(['apt-get', 'update'], unattended);
      await runQuietly(install, unattended);
    });
    const still = missingPackages();
    if (still.length > 0)
      throw new SetupError(`installing ${still.join(', ')}: done, but their programs were not found`);
  },
};

const unattended = { DEBIAN_FRONTEND: 'noninteractive' };

function toType(packages) {
  const why = found('apt-get') ? 'this needs root' : 'this machine has no apt';
  return `${why}; please type:\n  sudo apt-get update\n  sudo apt-get install ${packages.join(' ')}`;
}

function missingPackages() {
  return Object.keys(programs).filter((name) => !programs[name].every(found));
}

/** PostgreSQL's programs lie in a folder for each major version. */
function found(program) {
  const versions = '/usr/lib/postgresql';
  const majors = existsSync(versions) ? readdirSync(versions).map((major) => path.join(versions, major, 'bin')) : [];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin', '/sbin', ...majors];
  return folders.some((folder) => path.isAbsolute(folder) && existsSync(path.join(folder, program)));
}

const policy = '/usr/sbin/policy-rc.d';
const policyText =
  '#!/bin/sh\n# Written by the set-up of godwit while it installs packages: nothing is started.\nexit 101\n';

/** Debian asks this file before it starts a service. Where somebody has one already, theirs decides. */
async function withoutStartingServices(install) {
  if (existsSync(policy) && readFileSync(policy, 'utf8') !== policyText) return install();
  writeFileSync(policy, policyText, { mode: 0o755 });
  const remove = () => rmSync(policy, { force: true });
  process.once('exit', remove);
  try {
    await install();
  } finally {
    remove();
    process.off('exit', remove);
  }
}
