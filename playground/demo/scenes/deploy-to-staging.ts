import { contentOf, newParts } from '../evidence/database.ts';
import { appliedOn, filesOn } from '../evidence/history.ts';
import { watchSteps } from '../live-steps.ts';
import type { Play } from '../play.ts';

/** An unprotected environment: a request starts by itself. */
export async function deployToStaging(play: Play): Promise<void> {
  const { paper, check, staging } = play;
  const before = await contentOf(staging.databaseUrl);
  paper.tell('Staging asks nobody: the request looks at the files, takes a backup, deploys and verifies.');
  await play.types('ana', 'deploy staging');
  const card = await play.sees(['Deploy 2 migrations to staging']);
  await watchSteps(play, card, '*Succeeded*');
  play.show(card);
  check(
    'staging has every migration applied, each with the checksum of its file',
    await appliedOn(staging),
    await filesOn(staging),
  );
  check(
    'what is new in its database is what the migrations say: the table Vault, the column Product.vaultId',
    newParts(before, await contentOf(staging.databaseUrl)),
    ['Product.vaultId', 'Vault'],
  );
}
