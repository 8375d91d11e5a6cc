import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Line, piece } from '../../slack-emulator/transcript/line.ts';
import type { Theatre } from '../theatre.ts';

/** Where everything is, to be typed in another terminal. The databases' password lies in a file, so that no command line shows it. */
export async function addressLines({ network, stage, production, staging }: Theatre): Promise<readonly Line[]> {
  const { postgres } = network;
  const passwords = path.join(network.directory, 'pgpass');
  await writeFile(passwords, `127.0.0.1:${postgres.port}:*:${postgres.user}:${postgres.password}\n`, { mode: 0o600 });
  const psql = `PGPASSFILE=${passwords} psql -h 127.0.0.1 -p ${postgres.port} -U ${postgres.user}`;
  const sshd = network.sshHosts.get('production');
  const rows: readonly (readonly [string, string])[] = [
    ['configuration', stage.configuration],
    ...stage.godwits.flatMap((godwit): [string, string][] => [
      ['Godwit', `http://127.0.0.1:${godwit.port}/readyz`],
      ['its log', godwit.logFile],
    ]),
    ['staging', staging.directory],
    ['production', production.directory],
    ['migrations of production', path.join(production.appDirectory, 'prisma/migrations')],
    ['database of staging', `${psql} gold_factory_staging`],
    ['database of production', `${psql} gold_factory_production`],
    ["Godwit's own tables", `${psql} godwit`],
    ['production by ssh', `ssh -p ${sshd?.port} -i ${sshd?.privateKeyFile} ${sshd?.user}@127.0.0.1`],
    ['Redis', stage.redis.url],
    ['Slack stand-in', stage.slack.url],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => [piece(name.padEnd(width), 'dim'), piece(value)]);
}
