import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { startService } from '../../playground/hosts/service.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { cast } from '../../playground/stage/cast.ts';
import { freshHost } from '../support/hosts.ts';
import { formsIn } from '../support/secret-forms.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';
import { filesAsText, redisAsText, tablesAsText, watchProcesses } from '../support/traces.ts';

const run = promisify(execFile);
const passphrase = `pass phrase ${randomBytes(9).toString('base64')}`;
const person = 'office@gold-factory.example';

/** Gives the host's app a login of its own, whose password looks different in every encoding; answers with the password. */
async function withOwnLogin(host: DemoHost): Promise<string> {
  const role = `app_${randomBytes(4).toString('hex')}`;
  const password = `Kn0wn+S3cret/of=the%app&db?"${randomBytes(6).toString('base64')}`;
  await execute(host.databaseUrl, `CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password}'`);
  const url = new URL(host.databaseUrl);
  url.username = role;
  const own = url.href.replace(/:[^:@/]*@/, `:${encodeURIComponent(password)}@`);
  await execute(host.databaseUrl, `ALTER DATABASE "${url.pathname.slice(1)}" SET app.url = '${own}'`);
  const replace = async (file: string, ...words: readonly (readonly [string, string])[]) => {
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      words.reduce((rest, [from, to]) => rest.replaceAll(from, to), text),
    );
  };
  await replace(path.join(host.directory, '../container/container.env'), [host.databaseUrl, own]);
  const tools = path.join(host.directory, 'config/database.env');
  await replace(tools, [`PGUSER='${new URL(host.databaseUrl).username}'`, `PGUSER='${role}'`]);
  await replace(tools, [new URL(host.databaseUrl).password, password]);
  await startService(host);
  return password;
}

/** Prints the password and the URL in every form to both streams. */
const talk = `. ./config/database.env
echo 'DETAIL: Key (email)=(${person}) already exists.'
node -e '
const { PGPASSWORD: password, PGUSER: user } = process.env;
const url = "postgresql://" + user + ":" + encodeURIComponent(password) + "@127.0.0.1/x";
const wrapped = Buffer.from(url).toString("base64").replace(/.{76}/g, "$&\\n");
for (const stream of [process.stdout, process.stderr])
  for (const text of [password, url, encodeURIComponent(password), Buffer.from(password).toString("base64"), wrapped])
    stream.write("it is " + text + "\\n");
'
`;
const script = (rest: string) => `#!/bin/sh\nset -eu\ncd "$(dirname -- "$0")/.."\nset -a\n${talk}${rest}`;

/** The database's own error says the URL, and PostgreSQL's DETAIL a person's address. */
const tellingMigration = `CREATE TABLE "Office" (id int PRIMARY KEY);
DO $$ BEGIN
  RAISE EXCEPTION 'cannot copy from % or %', current_setting('app.url'), encode(convert_to(current_setting('app.url'), 'UTF8'), 'base64')
    USING DETAIL = 'Key (email)=(${person}) already exists.';
END $$;
`;

describe('whatever a run produces', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;
  let hosts: readonly DemoHost[];
  const secrets = new Map<string, string>([['passphrase', passphrase]]);
  let processes: ReturnType<typeof watchProcesses>;

  beforeAll(async () => {
    const { ssh, directory } = inject('realParts');
    const privateKeyFile = path.join(directory, `locked-${randomBytes(4).toString('hex')}`);
    await copyFile(ssh.staging.privateKeyFile, privateKeyFile);
    await run('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', privateKeyFile]);
    const names = ['failing', 'unwell', 'silent'];
    hosts = await Promise.all(names.map((name) => freshHost({ name, service: 'stopped' })));
    const [failing, unwell, silent] = hosts;
    if (failing === undefined || unwell === undefined || silent === undefined) throw new Error('a host is missing');
    for (const host of hosts) {
      secrets.set(`password of ${host.name}`, await withOwnLogin(host));
      const backup = path.join(host.directory, 'scripts/backup.sh');
      const team = (await readFile(backup, 'utf8')).split('\n').slice(5).join('\n');
      await writeFile(backup, script(team));
      await writeFile(path.join(host.directory, 'bin/talk'), script('exit 1\n'), { mode: 0o755 });
    }
    await addMigration(failing, '20260101000000_add_office', tellingMigration);
    await addMigration(unwell, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    processes = watchProcesses();
    const key = { privateKeyFile, passphrase: 'env:KEY_PASSPHRASE' };
    const { host, port, user, hostKeyFingerprint: hostKey } = ssh.staging;
    const place = { ssh: { host, port, user, hostKey, ...key } };
    const talking = './bin/talk';
    scene = await openScene(
      {
        failing: { host: failing, ssh: ssh.staging, place },
        unwell: {
          host: unwell,
          ssh: ssh.staging,
          place: { ...place, service: { stop: './bin/service stop', start: './bin/service start', health: talking } },
        },
        silent: { host: silent, ssh: ssh.staging, place: { ...place, exec: talking } },
      },
      { roles: 'apart', hostVariables: { KEY_PASSPHRASE: passphrase } },
    );
    const { botToken, appToken, signingSecret } = scene.stage.slack.app;
    const { DATABASE_URL = '' } = scene.stage.variables;
    for (const [name, value] of Object.entries({ botToken, appToken, signingSecret })) secrets.set(name, value);
    secrets.set("password of Godwit's own tables", new URL(DATABASE_URL).password);
    const keyLines = (await readFile(privateKeyFile, 'utf8')).split('\n').slice(1, -2);
    for (const [at, line] of keyLines.entries()) secrets.set(`line ${at} of the key`, line);
  }, patienceMs * 3);
  afterAll(async () => {
    processes?.[Symbol.dispose]();
    await scene?.[Symbol.asyncDispose]();
  });

  test('comes to its ends although everything talks', async () => {
    await scene.type('ana', 'deploy failing');
    await scene.type('ana', 'deploy unwell');
    await scene.type('ana', 'status silent');
    const failed = await scene.failedCardOf('failing');
    says(failed, 'migration-failed', 'cannot copy from ***');
    says(await scene.failedCardOf('unwell'), 'health-failed', '***');
    await scene.message(['silent', 'exec-failed']);
    await scene.press('ana', failed, 'run.show-log');
    const log = await scene.stage.slack.waitFor(() => scene.stage.slack.person(cast.ana).modal(), { what: 'the log' });
    expect(JSON.stringify(log)).toContain('it is ***');
    await scene.type('ana', 'status failing');
    await scene.message(['Status of failing', '1 failed']);
  });

  test('shows no secret in any form: logs, tables, queues, Slack, the files on the host, lists of processes', async () => {
    const { stage } = scene;
    const produced: Record<string, string> = {
      redis: await redisAsText(stage.redis.url),
      slack: JSON.stringify([stage.slack.calls, stage.slack.notices]),
      processes: processes.seen(),
    };
    for (const { logFile } of stage.godwits) produced[path.basename(logFile)] = await readFile(logFile, 'utf8');
    for (const [name, rows] of Object.entries(await tablesAsText(stage.databaseUrl))) produced[`table ${name}`] = rows;
    const { home } = inject('realParts').ssh.staging;
    for (const [name, text] of Object.entries(filesAsText(home, () => false))) produced[`home ${name}`] = text;
    for (const { name, directory } of hosts) {
      const teams = (file: string) => /^config\/database\.env$|\.dump$/.test(file);
      for (const [file, text] of Object.entries(filesAsText(directory, teams))) produced[`${name} ${file}`] = text;
    }
    const needed = [
      'redis',
      'slack',
      'processes',
      'godwit-app-0.log',
      'godwit-worker-0.log',
      'table run',
      'table logs',
    ];
    for (const name of needed) expect(produced[name]?.length, name).toBeGreaterThan(60);
    expect(Object.keys(produced).filter((name) => /^home .*\/log$/.test(name)).length).toBeGreaterThan(3);
    expect(produced['table logs']).toContain(person);
    expect(formsIn(`x${Buffer.from(`ab${passphrase}cd`).toString('base64')}`, passphrase)).toEqual(['base64']);

    const found = [...secrets].flatMap(([secret, value]) =>
      Object.entries(produced).flatMap(([place, text]) =>
        formsIn(text, value).map((form) => `${secret}, ${form}: ${place}`),
      ),
    );
    expect(found).toEqual([]);
  });

  test("says nothing personal to a channel: PostgreSQL's DETAIL stays with the log", () => {
    const posts = ['chat.postMessage', 'chat.update'].flatMap((method) => scene.stage.slack.callsOf(method));
    expect(posts.length).toBeGreaterThan(3);
    expect(JSON.stringify(posts)).not.toContain(person);
  });
});
