import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { cast, channels } from '../../playground/stage/cast.ts';
import { openStage, type Stage } from '../../playground/stage/stage.ts';
import { freshDatabase } from '../support/databases.ts';
import { freshHost } from '../support/hosts.ts';
import { patienceMs, saysAll } from '../support/stages.ts';
import { gateBackups } from '../support/survival.ts';

const message = ({ slack }: Stage, ...words: readonly string[]) =>
  slack.waitFor(
    () =>
      slack
        .channel(channels.migrations)
        .messages()
        .find((one) => saysAll(one, words)),
    { what: `a message that says ${words.join(', ')}`, timeoutMs: patienceMs },
  );

test('two Godwits that know nothing of each other: the second is refused while the first works on the host', async () => {
  const { directory, ssh } = inject('realParts');
  const host = await freshHost({ name: 'staging' });
  const open = async (name: string) =>
    openStage({
      directory: path.join(directory, `stage-${name}-${randomBytes(4).toString('hex')}`),
      databaseUrl: await freshDatabase(name),
      environments: { staging: { host, ssh: ssh.staging } },
    });
  await using first = await open('first');
  await using second = await open('second');
  const backups = await gateBackups(host);
  await first.slack.person(cast.ana).slash({ channel: channels.migrations, text: 'backup staging one' });
  const gate = await backups.reached();

  await second.slack.person(cast.ben).slash({ channel: channels.migrations, text: 'backup staging two' });
  const refused = await message(second, 'two', 'another Godwit');
  expect(JSON.stringify(refused.blocks)).toContain('host-locked');
  expect(await backups.starts()).toBe(1);

  await gate.letThrough();
  await message(first, 'one', 'Succeeded');
  await second.slack.person(cast.ben).slash({ channel: channels.migrations, text: 'backup staging three' });
  await message(second, 'three', 'Succeeded');
}, 180_000);
