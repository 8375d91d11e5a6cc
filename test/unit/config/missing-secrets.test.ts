import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { heldSecrets } from '../../../src/config/held-secrets.ts';
import { missingSecrets } from '../../../src/config/missing-secrets.ts';
import { formatProblem } from '../../../src/config/problem.ts';
import { readConfiguration } from '../../../src/config/read-configuration.ts';
import { secretReader } from '../../../src/config/read-secret.ts';

const hostKey = 'SHA256:uNiVztksCsDhcc0u9e8BrLXz6bDTGGgRqNMwIBiCGZQ';
const jump = { host: 'bastion', user: 'deploy', agent: '/run/agent', hostKey };
const environment = {
  ssh: { host: 'db-1', user: 'deploy', privateKeyFile: '/nowhere/id', passphrase: 'env:WORD', hostKey, jump },
  directory: '/opt/shop',
  database: { via: 'ssh', url: 'env:URL' },
};
const local = { local: true, directory: '/opt/test' };
const text = stringify({ projects: { shop: { channel: 'C01', environments: { staging: environment, test: local } } } });

function missing(variables: Record<string, string>): readonly string[] {
  const read = readConfiguration(text, '/etc/godwit.yml');
  if (read.kind === 'invalid') throw new Error(read.problems.map(formatProblem).join('\n'));
  return missingSecrets(read.configuration, secretReader(variables)).map(formatProblem);
}

describe('heldSecrets', () => {
  it('names what an app must not have in its environment', () => {
    const read = readConfiguration(text, '/etc/godwit.yml');
    if (read.kind === 'invalid') throw new Error('the sample is not valid');
    const held = (variables: Record<string, string>) =>
      heldSecrets(read.configuration, variables).map(({ path }) => path);
    expect(held({ WORD: 'x', URL: 'postgres://db', SSH_AUTH_SOCK: '/run/agent', OTHER: 'x' })).toEqual([
      ...['WORD', 'URL', 'SSH_AUTH_SOCK'],
    ]);
    expect(held({ WORD: '', OTHER: 'x' })).toEqual([]);
  });
});

describe('missingSecrets', () => {
  const key = 'projects.shop.environments.staging.ssh.privateKeyFile: reading /nowhere/id: ENOENT';

  it('names everything that is not there, at once', () => {
    expect(missing({ URL: '' })).toEqual([
      key,
      'projects.shop.environments.staging.ssh.passphrase: reading a secret: the variable WORD is not set',
      'projects.shop.environments.staging.database.url: reading a secret: the variable URL is not set',
    ]);
  });

  it('is content with what is there', () => {
    expect(missing({ URL: 'postgres://db', WORD: 'x' })).toEqual([key]);
  });
});
