import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { formatProblem } from '../../../src/config/problem.ts';
import { readConfiguration } from '../../../src/config/read-configuration.ts';
import type { Configuration } from '../../../src/domain/environment.ts';

const hostKey = 'SHA256:uNiVztksCsDhcc0u9e8BrLXz6bDTGGgRqNMwIBiCGZQ';
const ssh = { host: 'db-1', user: 'deploy', privateKeyFile: '/keys/id', hostKey };
const small = { ssh, directory: '/opt/shop', rights: { request: ['U01'] } };
const guarded = { ...small, protected: true, promotesFrom: 'staging', rights: { request: ['U01'], approve: ['U02'] } };

type Section = Record<string, unknown>;
const file = (environments: Record<string, unknown>, rest: Section = {}): string =>
  stringify({ projects: { shop: { channel: 'C01', environments } }, ...rest });

function problems(text: string): readonly string[] {
  const read = readConfiguration(text, '/etc/godwit/godwit.yml');
  return read.kind === 'valid' ? [] : read.problems.map(formatProblem);
}
/** Problems of one environment `staging` that holds `change`, without the path up to it. */
const inStaging = (change: Section): readonly string[] =>
  problems(file({ staging: { ...small, ...change } })).map((line) =>
    line.replace('projects.shop.environments.staging.', ''),
  );
const inProduction = (change: Section): readonly string[] =>
  problems(file({ staging: small, production: { ...guarded, ...change } })).map((line) =>
    line.replace('projects.shop.environments.production.', ''),
  );

function valid(text: string): { configuration: Configuration; warnings: readonly string[] } {
  const read = readConfiguration(text, '/etc/godwit/godwit.yml');
  if (read.kind === 'invalid') throw new Error(read.problems.map(formatProblem).join('\n'));
  return { configuration: read.configuration, warnings: read.warnings.map(formatProblem) };
}
const only = (change: Section) => {
  const [environment] = valid(file({ staging: { ...small, ...change } })).configuration.environments;
  if (environment === undefined) throw new Error('no environment');
  return environment;
};

describe('a valid configuration', () => {
  it('is the example, made whole', () => {
    const { configuration, warnings } = valid(readFileSync('godwit.example.yml', 'utf8'));
    expect(warnings).toEqual([]);
    expect(configuration.zone).toBe('Europe/Berlin');
    expect([...configuration.groups]).toEqual([['S01', ['U01', 'U02']]]);
    const [staging, production] = configuration.environments;
    expect(staging).toMatchObject({
      id: 'gold-factory/staging',
      channel: 'C0MIGRATIONS',
      exec: ['docker-compose', 'exec', '-T', 'backend'],
      database: { via: 'app', variable: 'DATABASE_URL', tools: ['docker-compose', 'exec', '-T', 'db'] },
      backup: {
        command: ['./scripts/backup.sh', '{env}', '{label}'],
        directory: 'backups/{env}',
        keep: 5,
        answers: [],
      },
      rollback: { answers: [{ when: 'restore the database', say: 'yes' }] },
      service: { health: ['curl', '-fsS', 'http://localhost:3000/health'] },
      policy: {
        protected: false,
        approvals: null,
        checklist: [],
        rights: { request: ['U01', 'S01'], read: 'members' },
      },
    });
    expect(production).toMatchObject({
      database: { via: 'ssh', url: { from: 'env', name: 'GOLD_FACTORY_DATABASE_URL' } },
      prisma: ['npx', 'prisma'],
      host: { port: 22 },
      limits: {
        stepMs: 1_800_000,
        lockTimeoutMs: 2_000,
        statementTimeoutMs: null,
        waiting: { sessions: 20, forMs: 5_000 },
      },
    });
    expect(production?.policy).toEqual({
      protected: true,
      promotesFrom: 'gold-factory/staging',
      rights: {
        read: 'members',
        request: ['S01'],
        approve: ['U01', 'U02', 'S02'],
        operate: ['S01'],
        destroy: ['U02'],
        emergency: ['U02'],
      },
      approvals: { required: 2, expireAfterMs: 14_400_000, remindAfterMs: 3_600_000, backup: ['U07'] },
      checklist: ['backup', 'review', 'staging', 'window', 'notify'],
      windows: [{ days: ['mon', 'tue', 'wed', 'thu'], from: '22:00', to: '02:00', zone: 'Europe/Berlin' }],
      announce: ['C0TEAM'],
      allow: [],
    });
  });

  it('reads how often drift is looked for', () => {
    expect(only({ drift: 'every 24h' })).toMatchObject({ driftEveryMs: 24 * 60 * 60_000 });
  });

  it('fills in every default of an open environment', () => {
    expect(only({})).toEqual({
      id: 'shop/staging',
      project: 'shop',
      name: 'staging',
      channel: 'C01',
      host: {
        kind: 'ssh',
        host: 'db-1',
        port: 22,
        user: 'deploy',
        login: { by: 'key-file', path: '/keys/id', passphrase: null },
        hostKey,
        jump: null,
      },
      directory: '/opt/shop',
      exec: [],
      prisma: ['npx', 'prisma'],
      database: { via: 'app', variable: 'DATABASE_URL', tools: [] },
      backup: { command: null, directory: 'backups/{env}', keep: 5, answers: [] },
      rollback: null,
      service: { stop: null, start: null, health: null },
      limits: {
        stepMs: 1_800_000,
        lockTimeoutMs: 2_000,
        statementTimeoutMs: null,
        waiting: { sessions: 20, forMs: 5_000 },
      },
      driftEveryMs: null,
      policy: {
        protected: false,
        promotesFrom: null,
        rights: { read: 'members', request: ['U01'], approve: [], operate: ['U01'], destroy: [], emergency: [] },
        approvals: null,
        checklist: [],
        windows: [],
        announce: ['C01'],
        allow: [],
      },
    });
  });

  it('fills in the stricter defaults of a protected one', () => {
    const { configuration } = valid(file({ staging: small, production: guarded }));
    const policy = configuration.environments[1]?.policy;
    expect(policy?.checklist).toEqual(['backup', 'review', 'staging', 'window', 'notify']);
    expect(policy?.approvals).toEqual({ required: 1, expireAfterMs: 14_400_000, remindAfterMs: null, backup: [] });
    expect(policy?.promotesFrom).toBe('shop/staging');
  });

  it('is in UTC and without groups where nothing is said', () => {
    const { configuration } = valid(file({ staging: small }));
    expect([configuration.zone, configuration.groups.size]).toEqual(['UTC', 0]);
  });

  it('splits text at spaces, and keeps a list as it is', () => {
    expect(only({ exec: ' docker-compose  exec -T backend ' }).exec).toEqual([
      'docker-compose',
      'exec',
      '-T',
      'backend',
    ]);
    expect(only({ exec: ['sh', '-c', 'a "b" | c'] }).exec).toEqual(['sh', '-c', 'a "b" | c']);
  });

  it('leaves braces to the program where nothing is filled in', () => {
    const health = 'docker inspect -f {{.State.Running}} backend';
    expect(only({ service: { health } }).service.health?.[3]).toBe('{{.State.Running}}');
  });

  it('counts key files from its own folder', () => {
    const host = only({ ssh: { ...ssh, privateKeyFile: 'keys/id', passphrase: 'file:keys/word' } }).host;
    expect(host).toMatchObject({
      login: { path: '/etc/godwit/keys/id', passphrase: { from: 'file', path: '/etc/godwit/keys/word' } },
    });
  });

  it('knows an agent, a jump host and its own machine', () => {
    const jump = { host: 'bastion', user: 'deploy', agent: '/run/agent', hostKey };
    const host = only({ ssh: { ...ssh, jump } }).host;
    expect(host).toMatchObject({ jump: { host: 'bastion', login: { by: 'agent', socket: '/run/agent' }, jump: null } });
    expect(only({ ssh: undefined, local: true }).host).toEqual({ kind: 'local' });
  });

  it('lets an environment name its own channel', () => {
    const own = only({ channel: 'C02' });
    expect([own.channel, own.policy.announce]).toEqual(['C02', ['C02']]);
  });

  it('takes merge keys', () => {
    const text = `
projects:
  shop:
    channel: C01
    environments:
      staging: &base ${JSON.stringify(small)}
      test: { <<: *base, directory: /opt/test }
`;
    expect(valid(text).configuration.environments.map(({ directory }) => directory)).toEqual([
      '/opt/shop',
      '/opt/test',
    ]);
  });
});

describe('warnings', () => {
  it('name environments that share a directory', () => {
    const { warnings } = valid(file({ staging: small, test: { ...small, directory: '/opt/shop/' } }));
    expect(warnings).toEqual([
      'projects.shop.environments.test.directory: is also the directory of shop/staging on the same host',
    ]);
  });

  it('name what nobody can use', () => {
    expect(valid(file({ staging: { ...small, rights: {} } })).warnings.join()).toContain(
      'rights.request: names nobody',
    );
    const lonely = { ...guarded, rights: { request: ['U02'], approve: ['U02'] } };
    const { warnings } = valid(file({ staging: small, production: lonely }));
    expect(warnings.join()).toContain('U02 may ask but then lacks an approver');
    const silent = { ...guarded, approvals: { required: 1, backup: ['U07'] } };
    expect(valid(file({ staging: small, production: silent })).warnings.join()).toContain('remindAfter is absent');
  });
});

describe('problems', () => {
  it('are told all at once, each with its place', () => {
    const text = stringify({
      timezone: 'Berlin/Europe',
      groups: { X01: ['S02'] },
      projects: {
        'Gold Factory': { channel: '#general', environments: { staging: { ...small, directory: 'opt', exce: 'x' } } },
        shop: {
          environments: { production: { ...guarded, ssh: { ...ssh, hostKey: 'abc' }, approvals: { required: 3 } } },
        },
      },
    });
    expect(problems(text)).toEqual([
      'timezone: expected an IANA zone, like Europe/Berlin',
      'groups.X01: expected the id of a user group: S, then capitals and digits',
      'projects.Gold Factory.channel: expected the id of a channel: C or G, then capitals and digits',
      'projects.shop.channel: is required',
      'projects.Gold Factory: a name is made of lower-case letters, digits and "-"',
      'projects.Gold Factory.environments.staging.directory: expected an absolute path without ".."',
      'projects.Gold Factory.environments.staging.exce: unknown key; did you mean "exec"?',
      'projects.shop.environments.production.ssh.hostKey: expected the fingerprint of the host key as ssh-keygen -l prints it: SHA256: and 43 characters',
      'projects.shop.environments.production.promotesFrom: there is no environment "staging" in this project; known are production',
      'projects.shop.environments.production.approvals.required: requires 3 approvals, but only 1 person is named',
    ]);
  });

  it.each<[string, Section, readonly string[]]>([
    ['no host', { ssh: undefined }, ['ssh: is required, or "local: true" in its place']],
    ['two hosts', { local: true }, ['local: stands beside ssh; an environment is in one place']],
    ['local: false', { ssh: undefined, local: false }, ['local: expected true']],
    [
      'two logins',
      { ssh: { ...ssh, agent: '/a' } },
      ['ssh: needs either privateKeyFile or agent (the path of its socket)'],
    ],
    [
      'no login and no user',
      { ssh: { host: 'db-1', hostKey } },
      ['ssh.user: is required', 'ssh: needs either privateKeyFile or agent (the path of its socket)'],
    ],
    [
      'a passphrase for an agent',
      { ssh: { host: 'db-1', user: 'deploy', hostKey, agent: '/a', passphrase: 'env:WORD' } },
      ['ssh.passphrase: belongs to privateKeyFile; an agent has unlocked its keys itself'],
    ],
    [
      'a jump without a host key',
      { ssh: { ...ssh, jump: { ...ssh, hostKey: undefined } } },
      ['ssh.jump.hostKey: is required'],
    ],
    [
      'a host that is an option',
      { ssh: { ...ssh, host: '-oProxyCommand=x' } },
      ['ssh.host: expected a host name or an address'],
    ],
    ['a port that is none', { ssh: { ...ssh, port: 70_000 } }, ['ssh.port: expected at most 65535']],
    ['a path upwards', { directory: '/opt/../etc' }, ['directory: expected an absolute path without ".."']],
    [
      'backups elsewhere',
      { backup: { directory: '../backups' } },
      ['backup.directory: expected a path below the directory of the environment, without ".."'],
    ],
    [
      'backups among everything',
      { backup: { directory: './' } },
      ['backup.directory: expected a path below the directory of the environment, without ".."'],
    ],
    [
      'a label in a directory',
      { backup: { directory: 'b/{label}' } },
      ['backup.directory: only {env} is filled in here'],
    ],
    [
      'an unknown placeholder',
      { backup: { command: 'b {evn}' } },
      ['backup.command: {evn} is not filled in here; only {env} and {label}'],
    ],
    ['a placeholder elsewhere', { exec: 'run {env}' }, ['exec: {env} is not filled in here; nothing is']],
    ['quotes in text', { exec: "sh -c 'x y'" }, ['exec: text is split at spaces, quotes mean nothing; write a list']],
    [
      'a shell in text',
      { service: { health: 'a && b' } },
      ['service.health: no shell reads this, so "&&" means nothing; put it into a script'],
    ],
    ['an empty command', { prisma: '' }, ['prisma: names no program']],
    ['a number as a command', { prisma: 7 }, ['prisma: expected a command: text, or a list of texts']],
    [
      'stop without start',
      { service: { stop: 'a' } },
      ['service: stop and start need each other: what is stopped for a restore is started after it'],
    ],
    ['a tunnel without URL', { database: { via: 'ssh' } }, ['database.url: is required with via: ssh']],
    [
      'a URL without tunnel',
      { database: { url: 'env:X' } },
      ['database.url: belongs to via: ssh; with via: app the URL is the one that the app uses'],
    ],
    [
      'a bad duration',
      { limits: { step: 'half an hour' } },
      ['limits.step: expected a duration of at least 1s, like 30m or 1h30m'],
    ],
    ['a schedule without every', { drift: '24h' }, ['drift: expected how often, at least every 1m, like every 24h']],
    [
      'a schedule that is too close',
      { drift: 'every 30s' },
      ['drift: expected how often, at least every 1m, like every 24h'],
    ],
    [
      'a duration that is too short',
      { limits: { lockTimeout: '500ms' } },
      ['limits.lockTimeout: expected a duration of at least 1s, like 30m or 1h30m, or none'],
    ],
    ['an empty section', { limits: null }, ['limits: is empty; expected a mapping']],
    [
      'a bad principal',
      { rights: { request: ['ana'] } },
      ['rights.request[0]: expected the id of a person (U, W) or of a user group (S), then capitals and digits'],
    ],
    ['somebody twice', { rights: { request: ['U01', 'U01'] } }, ['rights.request: names something twice']],
    [
      'a right that is none',
      { rights: { request: ['U01'], aprove: [] } },
      ['rights.aprove: unknown key; did you mean "approve"?'],
    ],
    [
      'a day that is none',
      { windows: [{ days: ['monday'], from: '22:00', to: '25:00' }] },
      [
        'windows[0].days[0]: expected mon, tue, wed, thu, fri, sat, sun',
        'windows[0].to: expected a time of day with two digits each, like "22:00"',
      ],
    ],
    ['no approver', { approvals: { required: 1 } }, ['approvals.required: requires 1 approval, but nobody is named']],
    ['a source that is itself', { promotesFrom: 'staging' }, ['promotesFrom: is the environment itself']],
    [
      'an unknown source',
      { promotesFrom: 'stagin' },
      ['promotesFrom: there is no environment "stagin" in this project; did you mean "staging"?'],
    ],
  ])('are named: %s', (_, change, expected) => {
    expect(inStaging(change)).toEqual(expected);
  });

  it.each<[string, Section, readonly string[]]>([
    [
      'allow',
      { allow: ['reset'] },
      ['allow: a protected environment allows none of dev, reset and push, but reset stands here'],
    ],
    ['no backup', { checklist: ['review'] }, ['checklist: a protected environment must keep the row backup']],
    [
      'nobody',
      { rights: {}, approvals: { required: 1 } },
      [
        'rights.request: a protected environment must name who holds this right',
        'rights.approve: a protected environment must name who holds this right',
        'approvals.required: requires 1 approval, but nobody is named',
      ],
    ],
    [
      'nothing to promote from',
      { promotesFrom: undefined },
      ['promotesFrom: is required by the row staging; name an environment, or a checklist without that row'],
    ],
    [
      'too few people',
      { rights: { request: ['U01'], approve: ['U02', 'U03'] }, approvals: { required: 3 } },
      ['approvals.required: requires 3 approvals, but only 2 people are named'],
    ],
    [
      'a late reminder',
      { approvals: { required: 1, remindAfter: '4h' } },
      ['approvals.remindAfter: comes too late: the request expires after 4 h'],
    ],
  ])('of a protected environment are named: %s', (_, change, expected) => {
    expect(inProduction(change)).toEqual(expected);
  });

  it('are none where a group may bring enough people', () => {
    expect(inProduction({ rights: { request: ['U01'], approve: ['S01'] }, approvals: { required: 9 } })).toEqual([]);
    const backup = { required: 2, remindAfter: '1h', backup: ['U07'] };
    expect(inProduction({ approvals: backup })).toEqual([]);
  });

  it('name a circle of promotions on each of its members', () => {
    const environments = {
      a: { ...small, promotesFrom: 'b' },
      b: { ...small, promotesFrom: 'a' },
      c: { ...small, promotesFrom: 'a' },
    };
    expect(problems(file(environments))).toEqual([
      'projects.shop.environments.a.promotesFrom: leads back to itself: a → b → a',
      'projects.shop.environments.b.promotesFrom: leads back to itself: b → a → b',
    ]);
  });

  it('name keys that stand twice, with both lines', () => {
    const text = `${file({ staging: small })}timezone: UTC\ntimezone: Europe/Berlin\n`;
    expect(problems(text)).toEqual([expect.stringMatching(/^timezone: stands twice, in lines \d+ and \d+$/)]);
  });

  it.each([
    ['nothing', '', ': expected a mapping'],
    ['text', 'hello', ': expected a mapping, got text'],
    ['no project', 'projects: {}', 'projects: names no project'],
    ['a tab', 'projects:\n\tshop: {}', 'line 2, column 1: a tab where spaces are expected'],
  ])('are named where the file is %s', (_, text, expected) => {
    expect(problems(text).join('\n')).toContain(expected.replace(/^: /, ''));
  });

  it.each([
    ['a URL', { database: { via: 'ssh', url: 'postgres://app:hunter2@db/app' } }],
    ['a passphrase', { ssh: { ...ssh, passphrase: 'hunter2' } }],
    ['an unknown key', { ssh: { ...ssh, password: 'hunter2' } }],
    ['a command', { exec: 'env PGPASSWORD=hunter2 docker-compose exec' }],
    ['a URL in a command', { backup: { command: ['pg_dump', 'postgres://app:hunter2@db/app'] } }],
    ['a place for something else', { protected: 'hunter2', limits: { step: 'hunter2' }, local: 'hunter2' }],
  ])('never repeat a secret: %s', (_, change) => {
    const lines = inStaging(change);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain('hunter2');
  });

  it('name the line of a reference to nothing', () => {
    expect(problems('projects:\n  shop: *base\n')).toEqual([
      'line 2, column 9: a reference (*name) to an anchor that does not stand above it; text that begins with * needs quotes',
    ]);
  });

  it.each(['+01:00', 'Berlin', ''])('name a zone that knows no summer time: %j', (timezone) => {
    expect(problems(file({ staging: small }, { timezone }))).toEqual([
      'timezone: expected an IANA zone, like Europe/Berlin',
    ]);
  });

  it('end where references unfold without end', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
      'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
      'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
    ];
    expect(problems(bomb.join('\n'))).toEqual(['references (*name) unfold into too much']);
  });

  it.each(['url: *hunter2', 'url: !hunter2 x', 'url: "\\hunter2"', 'url: @hunter2', 'url: "hunter2'])(
    'of the YAML never repeat the text: %s',
    (text) => {
      const lines = problems(`projects:\n  ${text}\n`);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join('\n')).not.toContain('hunter2');
    },
  );
});
