import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { cast, channels } from '../../playground/stage/cast.ts';
import { runGodwit } from '../../playground/stage/godwit-process.ts';
import { freshDatabase } from '../support/databases.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says, saysAll } from '../support/stages.ts';

const timeout = patienceMs * 3;
/** Ana asks, ben and cleo approve. */
const approved = {
  rights: { request: [cast.ana], approve: [cast.ben, cast.cleo], operate: [cast.ana] },
  approvals: { required: 2, expireAfter: '4h' },
};

/** Approves, and then leaves the workspace. */
const leaving = 'U0LEAVING';

let scene: Scene;

beforeAll(async () => {
  const built = ['plain', 'guarded', 'closed', 'cancelled', 'left'].map(async (name) => {
    const host = await freshHost({ name });
    await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    const rules = name === 'plain' ? {} : { ...approved, checklist: name === 'closed' ? ['review'] : [] };
    if (name === 'left') Object.assign(rules, { rights: { ...approved.rights, approve: [cast.ben, leaving] } });
    return [name, { host, ssh: inject('realParts').ssh.staging, rules }] as const;
  });
  scene = await openScene(Object.fromEntries(await Promise.all(built)));
}, timeout);
afterAll(async () => scene?.[Symbol.asyncDispose]());

describe.concurrent('a word that Godwit does not know is answered to its typist alone', { timeout }, () => {
  test.each([
    ['deplyo plain', ['unknown-command', 'There is no command `deplyo`. Did you mean `/migrate deploy`?']],
    ['xyzzy', ['unknown-command', '`/migrate help` lists what you can do']],
    ['status guardde', ['unknown-environment', 'There is no environment `guardde`. Did you mean', 'guarded`?']],
    ['status moon', ['unknown-environment', 'Configured: `gold-factory/plain`']],
    ['status c', ['ambiguous-environment', '`gold-factory/closed` or `gold-factory/cancelled`']],
    ['deploy plain guarded', ['usage', 'does not understand “guarded” there', '`/migrate deploy']],
    ['run r2222222', ['unknown-run', 'There is no run `r2222222`. `/migrate history` lists the latest ones']],
    ['cancel r2222222', ['unknown-run']],
    ['expand plain', ['not-available-yet', '`/migrate help` lists what is']],
  ])('%s', async (text, words) => {
    const { answer, notice } = await scene.type('dan', text);
    expect(notice).toBeNull();
    if (answer !== null) return says(answer, ...words);
    await scene.hears('dan', ...words);
  });
});

describe.concurrent('somebody without the right', { timeout }, () => {
  test('a guest is told whom to ask, whatever they type', async () => {
    await scene.type('eve', 'status plain');
    await scene.hears('eve', '`guest`', 'Please ask a full member of the workspace');
    await scene.type('eve', 'status');
    await scene.type('eve', 'deploy plain');
    await scene.stage.slack.waitFor(() => scene.toldAlone('eve').length === 3, { what: 'an answer to each' });
  });

  test('a member without the right is told who holds it', async () => {
    await scene.type('dan', 'deploy plain');
    await scene.hears(
      'dan',
      'right-missing',
      'You may not ask for changes to plain',
      `<@${cast.ana}> or <@${cast.ben}>`,
    );
    await scene.type('dan', 'freeze plain for a walk');
    await scene.hears('dan', 'You may not operate plain');
  });
});

describe.concurrent('presses on a card', { timeout }, () => {
  test('a press without the right, a double and a redelivered one change nothing', async () => {
    const { slack } = scene.stage;
    const card = await scene.requested('guarded');
    await scene.press('dan', card, 'run.approve');
    await scene.hears('dan', 'You may not review and approve changes to guarded', `<@${cast.ben}> or <@${cast.cleo}>`);
    await scene.press('ana', card, 'run.approve');
    await scene.hears('ana', 'self-approval', 'somebody else has to approve it');

    await Promise.all([scene.press('ben', card, 'run.approve'), scene.press('ben', card, 'run.approve')]);
    await scene.hears('ben', 'already-approved', `Already approved by <@${cast.ben}>`);
    says(await scene.cardSays(card, '1 of 2'), '1 more approval');
    expect((await slack.redeliverLast()).kind).toBe('acknowledged');

    await scene.type('ana', 'deploy guarded');
    await scene.hears('ana', 'environment-busy', 'already has an open request', card.ts.replace('.', ''));
    says(slack.current(card) ?? card, '1 of 2');
  });

  test('a press on a card that has ended says how it ended, and by whom', async () => {
    const card = await scene.requested('cancelled');
    const calls = () => scene.stage.slack.person(cast.cleo).directMessages();
    const called = (word: string) => calls().filter((call) => saysAll(call, ['to cancelled', word]));
    await scene.stage.slack.waitFor(() => called('asks for your approval').length === 1, { what: 'a call for cleo' });
    await scene.press('ana', card, 'run.cancel');
    says(await scene.cardSays(card, '*Cancelled*'), `by <@${cast.ana}>`, 'The database was not changed');
    await scene.stage.slack.person(cast.ben).press(card, 'run.approve', { stale: true });
    await scene.stage.slack.waitFor(() => called(`<@${cast.ana}> cancelled it`).length === 1, {
      what: 'the call back',
    });
    expect(called('asks for your approval')).toEqual([]);
    await scene.hears('ben', 'run-ended', 'has ended: cancelled', `<@${cast.ana}>`, 'please ask anew');
  });

  test('an approval by somebody who left the workspace since does not count at the start', async () => {
    const { slack } = scene.stage;
    slack.addPerson({ id: leaving, name: 'lea' });
    const channel = slack.channels.get(channels.migrations);
    if (channel !== undefined) slack.addChannel({ ...channel, members: [...channel.members, leaving] });
    const card = await scene.requested('left');
    await slack.person(leaving).press(card, 'run.approve');
    await scene.cardSays(card, '1 of 2');
    slack.addPerson({ id: leaving, name: 'lea', deleted: true });
    await scene.press('ben', card, 'run.approve');
    says(await scene.cardSays(card, 'left the workspace'), 'only 1 of 2 approvals still count', 'run.approve');
  });

  test('a dialog that Slack did not open in time is told, not lost', async () => {
    const card = await scene.requested('closed');
    scene.stage.slack.failNext('views.open', { kind: 'refuse', error: 'expired_trigger_id' });
    await scene.press('cleo', card, 'run.review');
    await scene.hears('cleo', 'press-expired', 'it took too long; please press again');
    await scene.press('cleo', card, 'run.review');
    await scene.submit('cleo');
    await scene.cardSays(card, `reviewed · <@${cast.cleo}>`);
  });
});

describe.concurrent('where an answer is given', { timeout }, () => {
  test('privately: one complete answer', async () => {
    await scene.type('finn', 'status plain privately');
    await scene.hears('finn', 'Status of plain', 'Prisma itself', '1 pending');
    expect(scene.toldAlone('finn').filter((told) => told.includes('Status of plain'))).toHaveLength(1);
  });

  test('asked for in another channel: the card stands in its own, and the asker gets the link', async () => {
    await scene.type('ben', 'deploy plain', channels.team);
    const card = await scene.cardOf('plain');
    await scene.hears('ben', "in the environment's own channel", card.ts.replace('.', ''));
    expect(JSON.stringify(scene.stage.slack.channel(channels.team).messages())).not.toContain('Deploy');
  });

  test('in a channel without Godwit: one complete answer, and how to invite it', async () => {
    await scene.type('cleo', 'status plain', channels.elsewhere);
    await scene.hears('cleo', 'Status of plain', 'Prisma itself', '/invite @Godwit');
    const { slack } = scene.stage;
    expect(slack.channel(channels.elsewhere).ephemerals(cast.cleo)).toHaveLength(1);
    expect(slack.channel(channels.elsewhere).messages()).toHaveLength(0);
  });
});

describe.concurrent('a start that is refused says everything at once, exits with 2 and starts nothing', {
  timeout,
}, () => {
  const start = async (changed: Readonly<Record<string, string>>) => {
    const { slack, variables } = scene.stage;
    const sockets = slack.socketCount;
    const ended = await runGodwit(['start'], { ...variables, ...changed });
    expect(slack.socketCount).toBe(sockets);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).not.toContain('godwit is up');
    return ended.stderr;
  };

  test('a malformed configuration: every problem with its path', async () => {
    const file = path.join(path.dirname(scene.stage.configuration), 'malformed.yml');
    await writeFile(file, malformed);
    const said = await start({ GODWIT_CONFIG: file });
    for (const words of [
      'timezone: expected an IANA zone',
      'projects.gold-factory.channel: expected the id of a channel',
      'projects.gold-factory.environments.staging.directory: is required',
      'projects.gold-factory.environments.staging.backups: unknown key; did you mean "backup"?',
      'projects.gold-factory.environments.production.rights.approve: a protected environment must name who holds this right',
      'projects.gold-factory.environments.production.limits.step: expected a duration',
    ]) {
      expect(said).toContain(words);
    }
  });

  test('a configuration that is not there, and variables that are missing', async () => {
    expect(await start({ GODWIT_CONFIG: '/nowhere/godwit.yml' })).toContain('/nowhere/godwit.yml');
    const said = await start({ DATABASE_URL: '', REDIS_URL: 'http://redis', SLACK_BOT_TOKEN: '' });
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'SLACK_BOT_TOKEN']) expect(said).toContain(name);
  });

  test('older tables: the command that brings them up', async () => {
    const said = await start({ DATABASE_URL: await freshDatabase('older') });
    expect(said).toContain("Godwit's own tables are older than this version");
    expect(said).toContain('Run: godwit migrate');
  });
});

describe('afterwards', () => {
  test('nobody else saw a refusal, a guest, or what was asked privately', () => {
    const { slack } = scene.stage;
    const seen = JSON.stringify(slack.channel(channels.migrations).messages());
    for (const word of ['unknown-command', 'right-missing', cast.dan, cast.eve, cast.finn]) {
      expect(seen).not.toContain(word);
    }
    expect(slack.notices).toEqual([]);
  });
});

const malformed = `timezone: Berlin
projects:
  gold-factory:
    channel: migrations
    environments:
      staging:
        local: true
        backups: { keep: 5 }
      production:
        local: true
        directory: /opt/gold-factory
        protected: true
        rights: { request: [U01], approve: [] }
        limits: { step: soon }
`;
