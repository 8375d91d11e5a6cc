import path from 'node:path';
import { backupFiles, contentOfBackup } from '../evidence/backups.ts';
import {
  appTables,
  contentOf,
  digestOf,
  historyTable,
  newParts,
  rowCount,
  sameColumnsNow,
  totalRows,
} from '../evidence/database.ts';
import { appliedOn, filesOn } from '../evidence/history.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** What the deploy changed on production and what it did not, read from the database itself. */
export async function compareProduction(play: Play, { before }: Request): Promise<void> {
  const { check, network, paper, production } = play;
  paper.tell("Nobody types anything here: the demo reads production's database, and opens the backup that was taken.");
  const now = await contentOf(production.databaseUrl);
  const old = appTables(before.tables);
  const same = appTables(await sameColumnsNow(production.databaseUrl, before));
  check(
    `production still has its ${rowCount(now, 'Customer')} customers, ${rowCount(now, 'Order')} orders and every other row it had: ` +
      `${totalRows(same)} rows, byte for byte (${digestOf(same)} before and after)`,
    same,
    old,
  );
  check('new are the table Vault and the column Product.vaultId, nothing else', newParts(before, now), [
    'Product.vaultId',
    'Vault',
  ]);
  check(
    'the history has its two new rows, with the checksums of the files',
    await appliedOn(production),
    await filesOn(production),
  );
  const kept = before.tables[historyTable]?.rows ?? [];
  check(
    `the ${kept.length} rows that it had before are as they were`,
    now.tables[historyTable]?.rows.filter((row) => kept.includes(row)),
    kept,
  );
  const [backup = ''] = await backupFiles(production);
  check(
    `${path.basename(backup)}, restored elsewhere, is production as it was before the deploy`,
    await contentOfBackup(network.postgres, path.join(production.directory, backup)),
    before,
  );
}
