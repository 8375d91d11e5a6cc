import { buildStep } from './setup/build.mjs';
import { mayInstall } from './setup/consent.mjs';
import { containerEngineStep, debianStep } from './setup/debian-packages.mjs';
import { alone } from './setup/lock.mjs';
import { npmStep } from './setup/npm-packages.mjs';
import { olderPrismaStep } from './setup/older-prisma.mjs';
import { prismaClientStep } from './setup/prisma-client.mjs';
import { SetupError } from './setup/quiet-command.mjs';

/**
 * @typedef {object} SetupStep
 * @property {() => string | undefined} missing what is missing and why it is needed, in one line; undefined when nothing is
 * @property {boolean} downloads whether a person at a terminal is asked first
 * @property {() => void | Promise<void>} run throws `SetupError` when it cannot be done
 */

/**
 * Sets up what is missing, and only that: npm packages and Prisma's client always, Debian's servers, a container
 * engine, an older Prisma and the build where asked for. Says each thing in a line. Ends the process with 1 where it cannot be done or was declined.
 * @param {{ packages: boolean, engine?: boolean, olderPrisma?: boolean, build: boolean }} wanted
 */
export async function ensure({ packages, engine = false, olderPrisma = false, build }) {
  const steps = [
    npmStep,
    ...(packages ? [debianStep] : []),
    ...(engine ? [containerEngineStep] : []),
    ...(olderPrisma ? [olderPrismaStep] : []),
    prismaClientStep,
    ...(build ? [buildStep] : []),
  ];
  try {
    requireNode();
    if (steps.every((step) => step.missing() === undefined)) return;
    await mayInstall(steps.filter((step) => step.downloads));
    await alone(() => runMissing(steps));
  } catch (error) {
    process.stderr.write(`set-up: ${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

async function runMissing(steps) {
  for (const step of steps) {
    const line = step.missing();
    if (line === undefined) continue;
    process.stdout.write(`set-up: ${line}\n`);
    await step.run();
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Node ${process.versions.node} is too old: 20.19 or newer is needed`);
}
