import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { cast, channels } from '../../playground/stage/cast.ts';
import { openStage, type Stage } from '../../playground/stage/stage.ts';
import { freshDatabase } from '../support/databases.ts';
import { freshHost } from '../support/hosts.ts';

let stage: Stage;
let staging: DemoHost;

beforeAll(async () => {
  const { directory, ssh } = inject('realParts');
  staging = await freshHost({ name: 'staging' });
  stage = await openStage({
    directory: path.join(directory, 'stage-backup'),
    databaseUrl: await freshDatabase('own'),
    environments: { staging: { host: staging, ssh: ssh.staging } },
    mode: 'http',
  });
});
afterAll(async () => stage[Symbol.asyncDispose]());

test('a backup is asked for in Slack, taken on the host and told in the channel', async () => {
  const { slack } = stage;
  await slack.person(cast.ana).slash({ channel: channels.migrations, text: 'backup staging before-lunch' });
  const card = await slack.waitFor(
    () => {
      const last = slack.channel(channels.migrations).messages()[0];
      return last !== undefined && JSON.stringify(last.blocks).includes('Succeeded') ? last : undefined;
    },
    { what: 'a card that says that the backup succeeded', timeoutMs: 30_000 },
  );
  const files = await readdir(path.join(staging.directory, 'backups/staging'));
  expect(files).toHaveLength(1);
  expect(JSON.stringify(card.blocks)).toContain(files[0]);
});
