import { expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { cast } from '../../playground/stage/cast.ts';
import { openTheatre } from '../support/stages.ts';

test('a request whose environment left the configuration ends with the next start, once, and says why', async () => {
  await using theatre = await openTheatre();
  const { stage, production: host, requested, cardSays, hears } = theatre;
  await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  const card = await requested('production');
  for (const godwit of stage.godwits) await godwit.end('SIGTERM');
  await stage.configure({ staging: { host: theatre.staging, ssh: inject('realParts').ssh.staging } });
  await stage.start('all');

  const over = await cardSays(card, 'The environment left the configuration', 'environment-removed');
  expect(JSON.stringify(over.blocks)).not.toContain('"button"');
  await stage.slack.person(cast.ben).press(card, 'run.approve', { stale: true });
  await hears('ben', 'run-ended');
}, 180_000);
