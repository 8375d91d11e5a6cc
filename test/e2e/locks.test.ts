import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { cast, channels, type Name } from '../../playground/stage/cast.ts';
import { type LockSessions, lockSessions, ofThisDatabase } from '../support/lock-sessions.ts';
import { openTheatre, saysAll, type Theatre } from '../support/stages.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe('locks', () => {
  let theatre: Theatre;
  let sessions: LockSessions;
  beforeAll(async () => {
    theatre = await openTheatre();
    sessions = lockSessions(theatre.staging.databaseUrl);
  });
  afterAll(async () => {
    await sessions[Symbol.asyncDispose]();
    await theatre[Symbol.asyncDispose]();
  });
  let asked: ReadonlySet<string> = new Set();
  const answers = () => theatre.stage.slack.channel(channels.migrations).messages();
  beforeEach(() => {
    asked = new Set(answers().map(({ ts }) => ts));
  });

  /** Types the command and waits for the answer of this story that says every word. */
  async function locksOf(who: Name, ...words: readonly string[]): Promise<Message> {
    await theatre.type(who, 'locks staging');
    return theatre.stage.slack.waitFor(
      () => answers().find((one) => !asked.has(one.ts) && saysAll(one, ['Locks on staging', ...words])),
      { what: `locks that say ${words.join(', ')}`, timeoutMs: 60_000 },
    );
  }
  /** The button of this session, on the card as it was drawn first. */
  const press = (who: Name, card: Message, action: string, pid: number) => {
    const value = new RegExp(`"value":"(q\\w+:${pid}:[^"]+)"`).exec(JSON.stringify(card.blocks))?.[1];
    if (value === undefined) throw new Error(`pressing ${action}: session ${pid} has no button`);
    return theatre.stage.slack.person(cast[who]).press(card, action, { value, stale: true });
  };
  const audit = (action: string) =>
    execute(theatre.stage.databaseUrl, 'SELECT actor, detail FROM audit WHERE action = $1 ORDER BY 1', [action]);

  test('three deep: the tree and its picture; who may not, may not; cancelled, ended, redrawn', async () => {
    const { cardSays, hears, stage } = theatre;
    const [worker, console_, reader] = [
      await sessions.open('app-worker'),
      await sessions.open('console'),
      await sessions.open('app'),
    ];
    await worker.query(`BEGIN; UPDATE "Country" SET name = 'Atlantis' WHERE code = 'none'`);
    const altering = await console_.heldUp('ALTER TABLE "Country" ADD COLUMN anthem text');
    const reading = await reader.heldUp(`SELECT * FROM "Country" WHERE name = 'Atlantis'`);
    const card = await locksOf('dan', '2 sessions wait', 'app-worker', 'SELECT * FROM', 'locks.end');
    expect(JSON.stringify(card.blocks)).not.toContain('Atlantis');
    const [picture] = await stage.slack.waitFor(() => {
      const files = stage.slack
        .channel(channels.migrations)
        .thread(card.ts)
        .flatMap((reply) => reply.files);
      return files.length > 0 && files;
    });
    expect(picture?.content.subarray(0, 4)).toEqual(png);

    await press('dan', card, 'locks.end', worker.pid);
    await hears('dan', 'right-missing', 'operate');

    const { confirmed } = await press('ana', card, 'locks.cancel', console_.pid);
    expect(confirmed).not.toBeNull();
    expect(await altering.ended).toBe('57014');
    expect(await reading.ended).toBeNull();
    const after = await cardSays(card, `cancelled the statement of session \`${console_.pid}\``, 'Nothing waits');
    expect(JSON.stringify(after.blocks)).not.toContain('locks.cancel');
    await press('ben', card, 'locks.cancel', console_.pid);
    await hears('ben', 'already-settled', `<@${cast.ana}>`);

    await press('ben', card, 'locks.end', worker.pid);
    await worker.over;
    await cardSays(card, `<@${cast.ben}> ended session \`${worker.pid}\``, 'No session is idle in a transaction');
    expect(await audit('session.cancel-asked')).toMatchObject([{ actor: cast.ana, detail: { pid: console_.pid } }]);
    expect(await audit('session.end-ended')).toMatchObject([
      { actor: null, detail: { pid: worker.pid, outcome: 'done' } },
    ]);
  });

  test('a late press stops nothing: neither another transaction of the session, nor one that is in no way', async () => {
    const { cardSays, hears } = theatre;
    const worker = await sessions.open('late-worker');
    await worker.query('BEGIN; LOCK TABLE "Country"');
    const reader = await sessions.open('app');
    const reading = await reader.heldUp('SELECT count(*) FROM "Country"');
    const card = await locksOf('ana', '1 session waits', 'late-worker');
    await worker.query('COMMIT');
    await reading.ended;
    await worker.query('BEGIN; LOCK TABLE "Country"');
    await press('ana', card, 'locks.end', worker.pid);
    await cardSays(card, 'nothing was done, as its transaction had ended before');
    expect(await worker.query('SELECT 1')).toBeTruthy();
    await press('ana', card, 'locks.end', worker.pid);
    await hears('ana', 'already-settled');
    await worker.query('COMMIT');
  });

  test('asked privately, the answer comes whole, and what was done comes as another one', async () => {
    const { type, hears, stage } = theatre;
    const worker = await sessions.open('private-worker');
    await worker.query('BEGIN');
    await worker.query('SELECT count(*) FROM "Country"');
    await type('ana', 'locks staging privately');
    await hears('ana', 'Nothing waits', '1 session is idle in a transaction', 'private-worker');
    const [answer] = stage.slack.person(cast.ana).ephemerals().slice(-1);
    if (answer === undefined) throw new Error('nothing was said');
    await stage.slack.person(cast.ana).press(answer, 'locks.end');
    await worker.over;
    await hears('ana', `ended session \`${worker.pid}\``, 'No session is idle in a transaction');
  });

  test("behind Godwit's own deploy: its session is named as the run's, and the run is cancelled instead", async () => {
    const { type, cardSays, message } = theatre;
    const name = '20260101000000_add_anthem';
    await addMigration(theatre.staging, name, 'ALTER TABLE "Country" ADD COLUMN anthem text;\nSELECT pg_sleep(60);\n');
    await type('ana', 'deploy staging');
    const run = await message(['Deploy 1 migration to staging']);
    const prisma = () =>
      execute(
        theatre.staging.databaseUrl,
        `SELECT pid FROM pg_locks WHERE ${ofThisDatabase} AND relation = '"Country"'::regclass AND mode = 'AccessExclusiveLock' AND granted`,
      );
    await expect.poll(prisma, { timeout: 60_000 }).toHaveLength(1);
    const [holder] = (await prisma()) as { pid: number }[];
    const reader = await sessions.open('app');
    const reading = await reader.heldUp('SELECT count(*) FROM "Country"');
    const card = await locksOf('dan', `\`${holder?.pid}\``, ', a deploy', 'Cancel run');
    expect(JSON.stringify(card.blocks)).not.toMatch(/locks\.(end|cancel)/);
    await theatre.press('ana', card, 'run.cancel');
    expect(await reading.ended).toBeNull();
    await cardSays(run, 'Cancelled');
    await locksOf('dan', 'Nothing waits');
  }, 120_000);
});
