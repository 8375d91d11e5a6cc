import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readOwnDatabase, readSettings, type Variables } from '../../../src/config/environment-variables.ts';
import { formatProblem } from '../../../src/config/problem.ts';
import type { Role } from '../../../src/config/roles.ts';

const stores = { DATABASE_URL: 'postgres://godwit:hunter2@db/godwit', REDIS_URL: 'redis://cache:6379' };
const socket = { ...stores, SLACK_BOT_TOKEN: 'xoxb-hunter2', SLACK_APP_TOKEN: 'xapp-hunter2' };

function settings(variables: Variables, role: Role) {
  const read = readSettings(variables, role);
  if (read.kind === 'invalid') throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.value;
}
function problems(variables: Variables, role: Role): readonly string[] {
  const read = readSettings(variables, role);
  return read.kind === 'valid' ? [] : read.problems.map(formatProblem);
}

describe('readSettings', () => {
  it('takes Socket Mode where an app-level token is set, also beside a signing secret', () => {
    const { slack } = settings({ ...socket, SLACK_SIGNING_SECRET: 'x' }, 'app');
    expect(slack?.delivery.by).toBe('socket');
    expect(slack?.botToken.reveal()).toBe('xoxb-hunter2');
  });

  it('takes HTTP where only a signing secret is set', () => {
    const { slack, port } = settings(
      { ...stores, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'hunter2', PORT: '0' },
      'all',
    );
    expect(slack?.delivery).toMatchObject({ by: 'http' });
    expect(port).toBe(0);
  });

  it('gives a worker nothing of Slack, and refuses it where something of Slack is set', () => {
    expect(settings(stores, 'worker').slack).toBeNull();
    const refusal = 'is for the role app: a worker holds nothing of Slack; take it out of its environment';
    expect(
      problems({ ...stores, SLACK_BOT_TOKEN: 'wrong', SLACK_SIGNING_SECRET: 'x', SLACK_APP_TOKEN: '' }, 'worker'),
    ).toEqual([`SLACK_BOT_TOKEN: ${refusal}`, `SLACK_SIGNING_SECRET: ${refusal}`]);
  });

  it('fills in defaults, and takes empty variables as absent', () => {
    expect(settings({ ...socket, PORT: '', LOG_LEVEL: ' ', GODWIT_CONFIG: '' }, 'app')).toMatchObject({
      configurationPath: './godwit.yml',
      port: 3000,
      logLevel: 'info',
      slack: { apiUrl: null },
    });
  });

  it('ends the URL of a stand-in with a slash', () => {
    expect(settings({ ...socket, SLACK_API_URL: 'http://127.0.0.1:7/api' }, 'app').slack?.apiUrl).toBe(
      'http://127.0.0.1:7/api/',
    );
  });

  it('tells every problem at once', () => {
    expect(problems({ PORT: '70000', LOG_LEVEL: 'loud', SLACK_API_URL: 'ftp://x' }, 'app')).toEqual([
      'DATABASE_URL: is required',
      'REDIS_URL: is required',
      'PORT: expected a port, 0 to 65535',
      'LOG_LEVEL: expected trace, debug, info, warn, error, fatal, silent',
      'SLACK_BOT_TOKEN: is required',
      'SLACK_API_URL: expected an http or https URL',
      'SLACK_APP_TOKEN: is required for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
    ]);
  });

  it('shows no secret, neither in problems nor when printed', () => {
    const swapped = {
      ...stores,
      SLACK_BOT_TOKEN: 'xapp-hunter2',
      SLACK_APP_TOKEN: 'xoxb-hunter2',
      REDIS_URL: 'hunter2',
    };
    expect(problems(swapped, 'app')).toHaveLength(3);
    expect(problems(swapped, 'app').join('\n')).not.toContain('hunter2');
    expect(inspect(settings(socket, 'all'), { depth: null }) + JSON.stringify(settings(socket, 'all'))).not.toContain(
      'hunter2',
    );
  });
});

describe('readOwnDatabase', () => {
  const owner = 'postgresql://owner:hush@db/godwit';
  const read = (variables: Variables) => {
    const read = readOwnDatabase(variables);
    if (read.kind === 'invalid') return read.problems;
    return [read.value.ownerUrl.reveal(), read.value.runningUrl?.reveal() ?? null];
  };

  it('prefers the owner, and falls back to the usual URL', () => {
    expect(read({ ...stores, DATABASE_OWNER_URL: owner })).toEqual([owner, stores.DATABASE_URL]);
    expect(read({ DATABASE_OWNER_URL: owner })).toEqual([owner, null]);
    expect(read({ ...stores, DATABASE_OWNER_URL: '' })).toEqual([stores.DATABASE_URL, null]);
  });

  it('names the variable that is missing or wrong', () => {
    expect(read({})).toEqual([{ path: 'DATABASE_URL', message: 'is required' }]);
    expect(read({ ...stores, DATABASE_OWNER_URL: 'mysql://x' })).toMatchObject([{ path: 'DATABASE_OWNER_URL' }]);
    expect(read({ DATABASE_OWNER_URL: owner, DATABASE_URL: 'mysql://x' })).toMatchObject([{ path: 'DATABASE_URL' }]);
  });
});
