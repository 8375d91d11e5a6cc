import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/domain/ids.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { epochMs } from '../../../src/lib/time.ts';
import type { DetachedTask } from '../../../src/ports/remote.ts';
import { taskScript } from '../../../src/remote/task-script.ts';

const task = (over: Partial<DetachedTask>): DetachedTask => ({
  id: 'r1-backup',
  directory: '/srv/app',
  commands: [{ argv: ['true'], stdin: null, stdoutFile: null }],
  environment: {},
  secrets: { PGPASSWORD: new Secret('tiger') },
  lock: { name: 'app', owner: { instance: 'godwit', run: 'r1' as RunId, token: 1, since: epochMs(0) } },
  timeLimitMs: 1_000,
  terminal: false,
  ...over,
});

describe('the script of a task', () => {
  it('reads like what will be done', () => {
    const commands = [
      { argv: ['mkdir', '-p', 'backups'], stdin: null, stdoutFile: null },
      { argv: ['pg_dump', '-Fc'], stdin: { secrets: ['PGPASSWORD'], file: 'deploy.sh' }, stdoutFile: 'backups/a.dump' },
    ];
    expect(taskScript(task({ commands, environment: { LANG: 'C' } }), 'm1').split('\n')).toEqual([
      "export LANG='C'",
      "export PGPASSWORD='tiger'",
      "enter '/srv/app'",
      "godwit_1() { ( exec 'mkdir' '-p' 'backups' ); }",
      'step godwit_1',
      "readable 'deploy.sh'",
      "godwit_2() { { printf '%s\\n' 'tiger'; cat < 'deploy.sh'; } | ( exec 'pg_dump' '-Fc' ); }",
      "step keeping 'backups/a.dump' godwit_2",
      '# end m1',
    ]);
  });

  it('feeds a text between the secrets and the file, byte for byte', () => {
    const stdin = { secrets: ['PGPASSWORD'], text: "it's\n%s\n", file: 'a.sql' };
    const script = taskScript(task({ commands: [{ argv: ['cat'], stdin, stdoutFile: null }] }), 'm1');
    expect(script).toContain(`{ printf '%s\\n' 'tiger'; printf '%s' 'it'\\''s\n%s\n'; cat < 'a.sql'; } |`);
  });

  it('refuses what cannot be done as asked', () => {
    const feed = (secrets: readonly string[]) => [{ argv: ['cat'], stdin: { secrets, file: null }, stdoutFile: null }];
    expect(() => taskScript(task({ commands: feed(['OTHER']) }), 'm')).toThrow('there is no secret OTHER');
    const secrets = { A: new Secret('two\nlines') };
    expect(() => taskScript(task({ commands: feed(['A']), secrets }), 'm')).toThrow('the secret A holds a line end');
    const empty = [{ argv: [], stdin: null, stdoutFile: null }];
    expect(() => taskScript(task({ commands: empty }), 'm')).toThrow('empty argv');
    expect(() => taskScript(task({ environment: { 'a b': '' } }), 'm')).toThrow('no name');
  });
});
