import { readFile } from 'node:fs/promises';
import { readSettings, type Settings } from '../../config/environment-variables.ts';
import { ownSecrets } from '../../config/own-secrets.ts';
import { formatProblem } from '../../config/problem.ts';
import { secretReader } from '../../config/read-secret.ts';
import { readUnpinned } from '../../config/read-unpinned.ts';
import type { Role } from '../../config/roles.ts';
import { createTargets } from '../../database/targets.ts';
import type { Configuration } from '../../domain/environment.ts';
import { type KnownSecrets, knownSecrets } from '../../lib/known-secrets.ts';
import type { Log } from '../../ports/log.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { createRemote } from '../../remote/create-remote.ts';
import { localEnvironment } from '../local-environment.ts';
import { oneLine } from '../one-line.ts';
import type { Terminal } from '../terminal.ts';
import { type Finding, notWell, well } from './check.ts';
import { environmentChecks, ownChecks } from './menu.ts';

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

/** Looks at everything that the role needs, one line a check. False where something is not well. */
export async function examine(role: Role, terminal: Terminal): Promise<boolean> {
  const secrets = knownSecrets(ownSecrets(terminal.variables));
  const told: boolean[] = [];
  const tell = (name: string, { well, words }: Finding) => {
    terminal.out(`${well ? '✓' : '✗'} ${name}: ${oneLine(secrets.maskText(words))}\n`);
    told.push(well);
  };
  const read = readSettings(terminal.variables, role);
  if (read.kind === 'invalid') {
    for (const problem of read.problems) tell('variables', notWell(formatProblem(problem)));
    return false;
  }
  tell('variables', well(`all that the role ${role} needs`));
  const configuration = await examineConfiguration(read.value, tell);
  const site = { settings: read.value, variables: terminal.variables, secrets, log: quiet };
  for (const { name, look } of ownChecks) {
    const found = await orBroken(() => look(site));
    if (found !== null) tell(name, found);
  }
  if (configuration !== null && role !== 'app') await examineEnvironments(configuration, { terminal, secrets, tell });
  return !told.includes(false);
}

type Tell = (name: string, finding: Finding) => void;

/** Null where nothing can be looked at with it. Missing host keys are told with the hosts that should have them. */
async function examineConfiguration({ configurationPath }: Settings, tell: Tell): Promise<Configuration | null> {
  const text = await readFile(configurationPath, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    tell('configuration', notWell(`reading ${configurationPath}: ${text.code ?? text.message}`));
    return null;
  }
  const read = readUnpinned(text, configurationPath);
  if (read.kind === 'invalid') {
    for (const problem of read.problems) tell('configuration', notWell(formatProblem(problem)));
    return null;
  }
  for (const warning of read.warnings) tell('configuration', well(`doubtful: ${formatProblem(warning)}`));
  const names = read.configuration.environments.map(({ id }) => id);
  tell('configuration', well(`${configurationPath} has ${names.join(', ')}`));
  return read.configuration;
}

async function examineEnvironments(
  configuration: Configuration,
  { terminal, secrets, tell }: { terminal: Terminal; secrets: KnownSecrets; tell: Tell },
): Promise<void> {
  const { variables } = terminal;
  const readSecret = secretReader(variables);
  const { learn } = secrets;
  await using remote = createRemote({ log: quiet, readSecret, localEnvironment: localEnvironment(variables) });
  await using targets = createTargets({ log: quiet, readSecret, learn });
  for (const environment of configuration.environments) {
    const host = () => remote.host(environment.host);
    const site = { configuration, environment, variables, remote, targets, host };
    for (const { name, look } of environmentChecks) {
      const found = (await orBroken(() => look(site))) ?? well('');
      tell(`${environment.id}, ${name}`, found);
      if (!found.well) break;
    }
  }
}

/** A look that breaks off says why, and the others go on. */
async function orBroken(look: () => Promise<Finding | null>): Promise<Finding | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RemoteOutage) return notWell(error.trouble.message);
    return notWell(error instanceof Error ? error.message : String(error));
  }
}
