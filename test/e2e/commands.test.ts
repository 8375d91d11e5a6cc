import { createHash } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { cast, channels, type Name } from '../../playground/stage/cast.ts';
import { openTheatre, saysAll, type Theatre } from '../support/stages.ts';

/** Longer than a modal shows. */
const columns = Array.from({ length: 90 }, (_, at) => `  c${at} int`);
const longSql = `CREATE TABLE "Vault" (\n  id int PRIMARY KEY,\n${columns.join(',\n')}\n);\n`;

/** Everything that can be typed or pressed beside the story of a deploy, on one stage for each way of delivery. */
describe.each(['socket', 'http'] as const)('commands and presses, delivered by %s', (mode) => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre({ mode });
    for (const host of [theatre.staging, theatre.production]) {
      await addMigration(host, '20260101000000_add_vault', longSql);
    }
  });
  afterAll(() => theatre[Symbol.asyncDispose]());

  /** Types and waits for an answer that only this person sees, and that was not there before. */
  async function answerTo(who: Name, text: string, ...words: readonly string[]): Promise<string> {
    const before = theatre.toldAlone(who).length;
    await theatre.type(who, text);
    return theatre.stage.slack.waitFor(
      () =>
        theatre
          .toldAlone(who)
          .slice(before)
          .find((told) => words.every((word) => told.includes(word))),
      { what: `${who} to hear ${words.join(', ')} after ${text}`, timeoutMs: 40_000 },
    );
  }
  const count = (words: readonly string[], channel: string = channels.migrations) =>
    theatre.stage.slack
      .channel(channel)
      .messages()
      .filter((message) => saysAll(message, words)).length;
  const runIdOf = (message: { blocks: unknown }) => /`(r[a-z0-9]{7})`/.exec(JSON.stringify(message.blocks))?.[1] ?? '';

  test('help lists what this person may do, and nothing else', async () => {
    const forAna = await answerTo('ana', '', 'What you can do here');
    for (const name of ['status', 'deploy', 'backup', 'rollback', 'freeze', 'cancel', 'history']) {
      expect(forAna).toContain(`/migrate ${name}`);
    }
    const forDan = await answerTo('dan', 'help', 'What you can do here');
    expect(forDan).toContain('/migrate status');
    expect(forDan).not.toMatch(/\/migrate (deploy|backup |freeze|rollback)/);
    const forEve = await answerTo('eve', 'help', 'nothing here that you may do');
    expect(forEve).not.toMatch(/production|\/migrate status/);
  });

  test('a slip is answered with what was meant, and acts on nothing', async () => {
    await answerTo('ana', 'stauts', 'Did you mean', '/migrate status');
    await answerTo('ana', 'deploy prodction', 'Did you mean', 'gold-factory/production');
    await answerTo('ana', 'deploy staging production', 'does not understand', 'usage');
    await answerTo('ana', 'deploy', 'environment is missing');
    await answerTo('ana', 'rehearse production', 'not-available-yet');
    await answerTo('ana', 'run rnever', 'unknown-run');
    await answerTo('ana', 'cancel rnever', 'unknown-run');
    expect(count(['run.cancel'])).toBe(0);
  });

  test('status answers in the channel, of one and of all; privately to the asker alone', async () => {
    const { type, message, cardSays } = theatre;
    await type('dan', 'STATUS “prod”');
    const one = await message(['Status of production', `<@${cast.dan}>`]);
    await cardSays(one, '1 pending', 'Prisma');
    await type('dan', 'status');
    await message(['Status of all environments', 'gold-factory/staging', 'gold-factory/production']);
    await answerTo('dan', 'status staging privately', 'Status of staging', 'Prisma');
    expect(count(['Status of staging'])).toBe(0);
    await answerTo('eve', 'status', 'guest');
  });

  test('a channel without Godwit gets one complete answer for the asker, and how to invite it', async () => {
    const { type, hears, stage } = theatre;
    await type('dan', 'status staging', channels.elsewhere);
    await hears('dan', 'Status of staging', 'Prisma', '/invite @Godwit');
    expect(stage.slack.channel(channels.elsewhere).messages()).toEqual([]);
  });

  test('a request from another channel leads to its card; redelivered it acts once; another one is refused', async () => {
    const { type, hears, message, stage, press, cardSays } = theatre;
    await answerTo('dan', 'deploy production', 'right-missing', `<@${cast.ana}>`);
    await type('ana', 'deploy production', channels.elsewhere);
    await stage.slack.redeliverLast();
    const card = await message(['Deploy 1 migration to production', 'Approve']);
    await hears('ana', 'has its card', '/archives/C0MIGRATIONS/p');
    expect(count(['Deploy 1 migration to production', 'run'])).toBe(1);

    await answerTo('ben', 'deploy production', 'environment-busy', '/archives/C0MIGRATIONS/p');
    const id = runIdOf(card);
    await answerTo('dan', `cancel ${id}`, 'right-missing');
    await answerTo('dan', `run ${id} privately`, `Run ${id}`, 'waiting');

    const files = await stage.slack.waitFor(() => {
      const attached = stage.slack
        .channel(channels.migrations)
        .thread(card.ts)
        .flatMap((reply) => reply.files);
      return attached.length > 0 && attached;
    });
    expect(files.map(({ content }) => content.toString())).toEqual([expect.stringContaining(longSql.trimEnd())]);
    await press('ben', card, 'run.review');
    const modal = await stage.slack.waitFor(() => stage.slack.person(cast.ben).modal());
    expect(JSON.stringify(modal.definition)).toContain('the whole files are in the thread of the card');
    await stage.slack.person(cast.ben).closeView(modal);

    await type('ana', `cancel ${id}`);
    const cancelled = await cardSays(card, 'Cancelled');
    expect(JSON.stringify(cancelled.blocks)).not.toContain('run.approve');
    await answerTo('ana', `cancel ${id}`, 'run-ended');
    const late = await stage.slack.person(cast.ben).press(cancelled, 'run.approve', { stale: true });
    expect(late.ack.kind).toBe('acknowledged');
    await hears('ben', 'run-ended');
  });

  test('a frozen environment says so on the card, and starts when the freeze is lifted', async () => {
    const { type, message, cardSays, stage } = theatre;
    await answerTo('dan', 'freeze staging release day', 'right-missing');
    await answerTo('ana', 'freeze staging', 'reason is missing');
    await answerTo('ana', 'unfreeze staging', 'not-frozen');
    await type('ana', 'freeze staging release day for 2h');
    await message([`<@${cast.ana}> froze *staging*`, 'release day']);
    await stage.slack.redeliverLast();
    expect(count(['froze *staging*'])).toBe(1);

    await type('ana', 'deploy staging');
    const card = await message(['Deploy 1 migration to staging', 'freeze', 'release day']);
    await type('ben', 'unfreeze staging');
    await message([`<@${cast.ben}> lifted the freeze of *staging*`]);
    await cardSays(card, 'Succeeded');

    const { blocks } = stage.slack.current(card) ?? card;
    await type('dan', 'history staging');
    await message(['History of staging', 'deploy of 1 migration (safe) succeeded', runIdOf({ blocks })]);
    await type('dan', 'history');
    await message(['History of all environments', 'cancelled']);
    await type('dan', 'backups staging');
    await message(['backups', 'staging']);
  });

  test('the log of a run is for the right to operate', async () => {
    const { type, press, hears, message, stage } = theatre;
    const id = runIdOf(await message(['Deploy 1 migration to staging', 'Succeeded']));
    await type('dan', `run ${id}`);
    const card = await message([`Run ${id}`, 'run.show-log']);
    await press('dan', card, 'run.show-log');
    await hears('dan', 'right-missing', 'operate');
    expect(stage.slack.person(cast.dan).modal()).toBeUndefined();
    await press('ana', card, 'run.show-log');
    const modal = await stage.slack.waitFor(() => stage.slack.person(cast.ana).modal());
    expect(JSON.stringify(modal.definition)).toContain('add_vault');
    await stage.slack.person(cast.ana).closeView(modal);
  });

  test('a host lock is broken by the right to destroy alone', async () => {
    const { type, press, hears, message, production } = theatre;
    const lock = await foreignLock(production.directory);
    await type('ben', 'status production');
    const card = await message(['Status of production', 'lock.break', 'rforeign']);
    await press('ana', card, 'lock.break');
    await hears('ana', 'right-missing', 'destroy');
    await access(lock);
    await press('ben', card, 'lock.break');
    await hears('ben', 'host lock of *production* is being removed');
    await vi.waitFor(() => expect(access(lock)).rejects.toThrow(), 30_000);
  });

  test('buttons that no version knows any more are answered, and so is a dialog that came too late', async () => {
    const { press, hears, message, stage } = theatre;
    const client = new WebClient(stage.slack.app.botToken, { slackApiUrl: stage.slack.apiUrl });
    const elements = ['run.from-long-ago', 'run.approve', 'run.review', 'run.redeploy'].map((action_id) => ({
      type: 'button' as const,
      action_id,
      value: 'rgone',
      text: { type: 'plain_text' as const, text: action_id },
    }));
    const blocks = [{ type: 'actions' as const, elements }];
    await client.chat.postMessage({ channel: channels.migrations, text: 'an old card', blocks });
    const old = await message(['an old card']);
    for (const [index, { action_id }] of elements.entries()) {
      const { ack } = await press('finn', old, action_id);
      expect(ack.kind).toBe('acknowledged');
      await stage.slack.waitFor(() => theatre.toldAlone('finn').length === index + 1);
      expect(theatre.toldAlone('finn').at(-1)).toContain('press-unknown');
    }
    stage.slack.failNext('views.open', { kind: 'refuse', error: 'expired_trigger_id' });
    await theatre.type('ana', 'rollback staging');
    await hears('ana', 'press-expired');
  });

  test('every delivery was acknowledged once, in time', () => {
    const { deliveries, notices } = theatre.stage.slack;
    expect(deliveries.filter(({ acks, attempt }) => attempt === 0 && acks !== 1)).toEqual([]);
    expect(notices).toEqual([]);
  });
});

/** A lock that another Godwit left on the host of production. Answers with its directory. */
async function foreignLock(directory: string): Promise<string> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const lock = path.join(inject('realParts').ssh.production.home, '.local/state/godwit/locks', name);
  await mkdir(lock, { recursive: true });
  await writeFile(path.join(lock, 'owner'), `another-godwit\nrforeign\n1\n${Date.now()}\n`);
  return lock;
}
