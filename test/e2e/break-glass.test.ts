import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { cast, channels } from '../../playground/stage/cast.ts';
import { weekdays } from '../../src/domain/policy.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says, saysAll } from '../support/stages.ts';

const timeout = patienceMs * 3;
/** Not today in any zone. */
const inThreeDays = weekdays[(new Date().getUTCDay() + 2) % 7];

describe('a deploy in an emergency', { timeout }, () => {
  let scene: Scene;
  let drifted: Awaited<ReturnType<typeof freshHost>>;

  beforeAll(async () => {
    const rules = {
      rights: {
        request: [cast.ana],
        approve: [cast.ben, cast.cleo],
        operate: [cast.ana],
        emergency: [cast.dan],
      },
      approvals: { required: 2, expireAfter: '4h' },
      checklist: ['backup', 'review', 'window', 'notify'],
      windows: [{ days: [inThreeDays], from: '22:00', to: '23:00' }],
      announce: [channels.team],
    };
    const built = ['glass', 'drifted', 'asked'].map(async (name) => {
      const host = await freshHost({ name });
      await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
      if (name === 'drifted') drifted = host;
      return [name, { host, ssh: inject('realParts').ssh.staging, rules }] as const;
    });
    scene = await openScene(Object.fromEntries(await Promise.all(built)));
  }, timeout);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test('waits for nobody, keeps the backup, is told to everybody, and is reviewed afterwards', async () => {
    await scene.type('ana', 'deploy glass --emergency “orders cannot be paid”');
    await scene.hears('ana', 'right-missing', 'You may not use break-glass on glass', `<@${cast.dan}>`);
    await scene.type('ana', 'freeze glass release day');
    await scene.type('dan', 'deploy glass —emergency “orders cannot be paid, says <!here>”');
    for (const channel of [channels.migrations, channels.team]) {
      const loud = await scene.message(
        ['*Emergency*', 'orders cannot be paid', 'to glass', 'says &lt;!here&gt;'],
        channel,
      );
      expect(loud.text).toMatch(/^<!channel> !/);
    }
    const card = await scene.cardOf('glass', '*Succeeded*', 'run.review-emergency');
    says(card, 'Emergency: deploy 1 migration to glass', 'open: somebody else who may approve looks', '✓ *backup*');
    expect(JSON.stringify(card.blocks)).not.toContain('run.approve');

    const called = (word: string) =>
      scene.stage.slack
        .person(cast.ben)
        .directMessages()
        .filter((one) => saysAll(one, ['to glass', word]));
    await scene.stage.slack.waitFor(() => called('Please look at what was done').length === 1, {
      what: 'ben to be called',
    });
    await scene.type('cleo', 'status glass');
    await scene.message(['Status of glass', '*Not reviewed* 1 emergency deploy', `<@${cast.dan}>`]);
    await scene.type('cleo', 'history glass');
    await scene.message(['History of glass', 'emergency deploy of 1 migration', '*not reviewed yet*']);

    await scene.press('dan', card, 'run.review-emergency');
    await scene.hears('dan', 'self-review');
    await scene.press('ana', card, 'run.review-emergency');
    await scene.hears('ana', 'right-missing', 'You may not review and approve changes to glass');
    await scene.press('ben', card, 'run.review-emergency');
    const reviewed = await scene.cardSays(card, `reviewed afterwards · <@${cast.ben}>`);
    expect(JSON.stringify(reviewed.blocks)).not.toContain('run.review-emergency');
    await scene.stage.slack.waitFor(() => called('No review is needed any more').length === 1, {
      what: 'the call back',
    });
    await scene.type('cleo', 'history');
    const history = await scene.message(['History of all environments', 'emergency deploy']);
    expect(JSON.stringify(history.blocks)).not.toContain('not reviewed yet');
  });

  test('waits behind a gate that means danger to data, and beside no other request', async () => {
    await execute(
      drifted.databaseUrl,
      'ALTER TABLE "Order" ADD COLUMN note text; ALTER TABLE "Order" DROP COLUMN status',
    );
    await scene.type('dan', 'deploy drifted --emergency no time for drift');
    const stops = ['gate `drift`', 'Nothing starts until then, in an emergency too', 'unless it has started'];
    const card = await scene.cardOf('drifted', '(`drift`)', ...stops);
    expect(JSON.stringify(card.blocks)).not.toContain('run.approve');
    await scene.type('dan', 'deploy drifted --emergency now really');
    await scene.hears('dan', 'environment-busy', 'already has an open request');
    await scene.press('dan', card, 'run.cancel');
    says(await scene.cardSays(card, '*Cancelled*'), 'The database was not changed');
    expect(JSON.stringify((scene.stage.slack.current(card) ?? card).blocks)).not.toContain('run.review-emergency');
  });

  test('takes over the request that waits already', async () => {
    const card = await scene.requested('asked');
    await scene.type('dan', 'deploy asked --emergency orders cannot be paid');
    says(await scene.cardSays(card, '*Succeeded*'), `declared by <@${cast.dan}>`, `Asked by <@${cast.ana}>`);
  });
});
