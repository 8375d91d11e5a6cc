import path from 'node:path';
import { execute } from '../../servers/postgres.ts';
import { backupFiles, contentOfBackup } from '../evidence/backups.ts';
import { contentOf, rowCount } from '../evidence/database.ts';
import { says } from '../evidence/slack.ts';
import type { Play } from '../play.ts';

/** Business goes on, then a second backup: two to choose from, which hold different rows. */
export async function takeSecondBackup(play: Play): Promise<void> {
  const { check, network, paper, production } = play;
  paper.tell(
    'The factory sells: a new customer and three orders. Then Ana takes a backup of her own, which needs no approval.',
  );
  await execute(production.databaseUrl, sales);
  const now = await contentOf(production.databaseUrl);
  await play.types('ana', 'backup production after-the-sale');
  const card = await play.until(await play.sees(['Back up production']), '*Succeeded*');
  play.show(card);
  await play.types('ana', 'backups production');
  const list = await play.sees(['Backups of production']);
  play.show(list);
  const files = await backupFiles(production);
  check('two backups lie on the host, and the list names both', [files.length, says(list, ...files)], [2, true]);
  const [older, newer] = await Promise.all(
    files.map((file) => contentOfBackup(network.postgres, path.join(production.directory, file))),
  );
  check(`the newer one, opened, is production of this moment: ${rowCount(now, 'Order')} orders`, newer, now);
  check(
    `the older one holds ${older && rowCount(older, 'Order')} orders and no vaults`,
    older && [rowCount(older, 'Order'), 'Vault' in older.tables],
    [20, false],
  );
}

const sales = `
  INSERT INTO "Customer" ("name", "countryCode") VALUES ('Lake Goldsmiths', 'CH');
  INSERT INTO "Order" ("customerId") SELECT max("id") FROM "Customer", generate_series(1, 3) GROUP BY generate_series;
`;
