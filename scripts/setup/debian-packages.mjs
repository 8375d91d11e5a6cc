import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly, SetupError, succeeds } from './quiet-command.mjs';

/** Debian's packages and the programs of theirs that tests and demo start. */
const programs = {
  postgresql: ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'],
  'redis-server': ['redis-server'],
  'openssh-server': ['sshd'],
  'openssh-client': ['ssh', 'ssh-keygen'],
  'util-linux': ['setpriv', 'setsid', 'flock'],
};

/** For the stories on a real container engine and on a login of little power; skipped, with the reason, without them. */
const enginePrograms = {
  'docker.io': ['dockerd', 'docker', 'tini'],
  'docker-compose': ['docker-compose'],
  sudo: ['sudo', 'visudo'],
};

/** @type {import('../setup.mjs').SetupStep} */
export const debianStep = {
  downloads: true,
  missing() {
    const packages = missingPackages(programs);
    if (packages.length === 0) return undefined;
    return `Debian's ${packages.join(', ')}: tests and demo start private servers from them, the system's own stay off`;
  },
  async run() {
    const packages = missingPackages(programs);
    if (process.getuid?.() !== 0 || !found('apt-get')) throw new SetupError(toType(packages));
    await withoutStartingServices(async () => {
      await runQuietly(['apt-get', 'update'], unattended);
      await runQuietly([...install, ...packages], unattended);
    });
    const still = missingPackages(programs);
    if (still.length > 0)
      throw new SetupError(`installing ${still.join(', ')}: done, but their programs were not found`);
  },
};

/**
 * Nice to have: nobody is asked for it, only a machine without a person at its terminal takes it, and where it cannot be
 * had within two minutes, the rest goes on without it.
 * @type {import('../setup.mjs').SetupStep}
 */
export const containerEngineStep = {
  downloads: true,
  missing() {
    const attended = process.stdin.isTTY && !process.env.CI;
    if (process.platform !== 'linux' || attended || process.getuid?.() !== 0 || !found('apt-get')) return undefined;
    const packages = missingPackages(enginePrograms);
    return packages.length === 0
      ? undefined
      : `Debian's ${packages.join(', ')}: stories on a real container engine and by sudo`;
  },
  async run() {
    const packages = missingPackages(enginePrograms);
    // Only the download may be cut off: an installation that is ended half-way breaks the machine's packages.
    const download = ['timeout', '120', ...install, '--download-only', ...packages];
    const had = await withoutStartingServices(
      async () =>
        (await succeeds(['timeout', '60', 'apt-get', 'update'], unattended)) &&
        (await succeeds(download, unattended)) &&
        (await succeeds([...install, ...packages], unattended)),
    );
    if (!had)
      process.stdout.write(`set-up: ${packages.join(', ')} cannot be had here; their stories will be skipped\n`);
  },
};

const install = ['apt-get', 'install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

const unattended = { DEBIAN_FRONTEND: 'noninteractive' };

function toType(packages) {
  const why = found('apt-get') ? 'this needs root' : 'this machine has no apt';
  return `${why}; please type:\n  sudo apt-get update\n  sudo apt-get install ${packages.join(' ')}`;
}

function missingPackages(wanted) {
  return Object.keys(wanted).filter((name) => !wanted[name].every(found));
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
async function withoutStartingServices(installed) {
  if (existsSync(policy) && readFileSync(policy, 'utf8') !== policyText) return installed();
  writeFileSync(policy, policyText, { mode: 0o755 });
  const remove = () => rmSync(policy, { force: true });
  process.once('exit', remove);
  try {
    return await installed();
  } finally {
    remove();
    process.off('exit', remove);
  }
}
