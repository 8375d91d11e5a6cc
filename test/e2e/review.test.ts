import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMigration, editMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { cast } from '../../playground/stage/cast.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';

const vault = '20260101000000_add_vault';
const index = '20260102000000_index_orders_by_day';
const drop = '20260103000000_drop_karat';
const truncate = '20260104000000_empty_order_lines';
const files: Readonly<Record<string, string>> = {
  [vault]: 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n',
  [index]: 'CREATE INDEX "Order_createdAt_idx" ON "Order" ("createdAt");\n',
  [drop]: 'ALTER TABLE "Product" DROP COLUMN "karat";\n',
  [truncate]: 'TRUNCATE "OrderLine";\n',
};

/** Two approvals and a review; the window only where it is needed. */
const rules = { checklist: ['backup', 'review', 'window'], announce: [] };

describe('the review of what is pending', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre({ rules: { production: { rules } } });
    for (const [name, sql] of Object.entries(files)) await addMigration(theatre.production, name, sql);
  });
  afterAll(() => theatre[Symbol.asyncDispose]());

  test('is answered to /migrate plan, with every statement in a modal', async () => {
    const { type, message, press, stage, hears } = theatre;
    await type('dan', 'plan production');
    const answer = await message(['Plan for production', '*blocked*', 'Read SQL and review']);
    const said = JSON.stringify(answer.blocks);
    expect(said).toMatch(new RegExp(`✓ \\*safe\\* · \`${vault}`));
    expect(said).toMatch(new RegExp(`! \\*caution\\* · \`${index}`));
    expect(said).toMatch(new RegExp(`✗ \\*risky\\* · \`${drop}`));
    expect(said).toMatch(new RegExp(`■ \\*blocked\\* · \`${truncate}`));
    expect(said).toContain('`Order`: nobody can write it while an index is built');

    await press('dan', answer, 'plan.read');
    const modal = await stage.slack.waitFor(() => stage.slack.person(cast.dan).modal());
    const shown = JSON.stringify(modal.definition);
    for (const sql of Object.values(files)) expect(shown).toContain(JSON.stringify(sql.trim()).slice(1, -1));
    expect(shown).toContain('CREATE INDEX CONCURRENTLY');
    expect(modal.definition).not.toHaveProperty('submit');
    await stage.slack.person(cast.dan).closeView(modal);

    await type('dan', 'plan staging');
    await message(['Plan for staging', 'Nothing is pending']);
    await type('eve', 'plan production');
    await hears('eve', 'guest');
  });

  test('keeps SQL that loses data from starting until it is allowed, and approvals are void when the risk hardens', async () => {
    const { production, press, submit, cardOf, cardSays, type, stage } = theatre;
    await type('ana', 'deploy production');
    const card = await cardOf('production', '*blocked*', 'It cannot start with this SQL', 'D03');
    expect(JSON.stringify(card.blocks)).not.toContain('run.approve');
    await editMigration(production, truncate, (sql) => `-- godwit: allow D03 only test rows are in it\n${sql}`);
    await press('ana', card, 'run.check-gates');
    await cardSays(
      card,
      '✗ *risky*',
      'a column is dropped (`Product`)',
      'allowed by a comment in the file: D03',
      'run.approve',
    );
    await cardSays(card, 'not needed, the review finds no long lock');

    await press('ben', card, 'run.review');
    const modal = await stage.slack.waitFor(() => stage.slack.person(cast.ben).modal());
    expect(JSON.stringify(modal.definition)).toContain('Allowed by a comment in the file: only test rows are in it.');
    await submit('ben');
    await type('ana', 'freeze production release day');
    await cardSays(card, 'release day');
    await press('ben', card, 'run.approve');
    await press('cleo', card, 'run.approve');
    await cardSays(card, '*Approvals* 2 of 2');

    await execute(
      production.databaseUrl,
      'INSERT INTO "Order" ("customerId") SELECT 1 FROM generate_series(1, 20000); ANALYZE "Order"',
    );
    await type('ana', 'unfreeze production');
    const why = `${index}, statement 1: L01 is risky now, it was caution, since Order is no longer small`;
    await cardSays(card, 'Something changed', why, '*Approvals* 0 of 2');
    await cardSays(card, '☐ *Maintenance window*', 'Longest lock: `Order`');
    expect(await execute(production.databaseUrl, 'SELECT count(*)::int AS n FROM "OrderLine"')).not.toEqual([{ n: 0 }]);
    await press('ana', card, 'run.cancel');
    await cardSays(card, 'Cancelled');
  });
});
