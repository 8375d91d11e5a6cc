import { beforeEach, describe, expect, test } from 'vitest';
import { drawCard, attachSql as sqlEffect } from '../../../../src/domain/decide/outcome.ts';
import { messageKey } from '../../../../src/domain/message.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { drawMessage } from '../../../../src/jobs/notify/draw-message.ts';
import type { AppDeps } from '../../../../src/usecases/app-deps.ts';
import { situationOf } from '../../../../src/usecases/situation.ts';
import { memorySlack } from '../../../fakes/memory-slack.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { silentLog } from '../../../fakes/sample-runs.ts';
import { aRun, at, plan, production, sha } from '../../render/samples.ts';

const one = { ...plan, pending: [{ name: '20261101090000_add_vault', sha256: sha('1') }] };
const run = aRun({ plan: one });
const long = `CREATE TABLE "Vault" (id int);\n${'-- a line\n'.repeat(90)}`;

describe('the SQL of a request, as a file', () => {
  let slack = memorySlack();
  let deps: AppDeps;
  beforeEach(() => {
    slack = memorySlack();
    slack.addChannel(run.channel, true);
    const configuration = { zone: 'UTC', groups: new Map(), environments: [production] };
    const clock = { now: () => at(), newRunId: () => run.id, newInquiryId: () => 'q1' as never };
    deps = {
      store: memoryStore(),
      slack,
      log: silentLog,
      png: () => null,
      workspaceUrl: () => null,
      workspace: () => null,
      configuration,
      clock,
    };
  });

  const key = messageKey({ kind: 'sql-file', run: run.id, receipt: one.receipt });
  const cardKey = messageKey({ kind: 'run-card', run: run.id, channel: run.channel });
  const files = () => slack.messages(run.channel).flatMap(({ file }) => (file === null ? [] : [file]));

  async function requested(sql: string, changed: Partial<Run> = {}): Promise<void> {
    await deps.store.saveSql(new Map([[sha('1'), sql]]));
    await deps.store.createRun(run.environment, null, (around) => {
      const effects = [drawCard(run), ...sqlEffect(run, situationOf(deps, run.environment, around))];
      return { kind: 'proceed', run: { ...run, ...changed }, effects, wakeAt: null };
    });
  }

  test('stands once in the thread of the card, where the modal cuts it short', async () => {
    await requested(long);
    await drawMessage(deps, cardKey);
    await drawMessage(deps, key);
    await drawMessage(deps, key);
    expect(files()).toMatchObject([{ name: `${run.id}-aaaaaaaa.sql`, title: 'SQL of 1 migration' }]);
    expect(files()[0]?.content).toContain(long.trimEnd());
    expect(slack.messages(run.channel).at(-1)?.threadTs).toBe(slack.messages(run.channel)[0]?.ts);
  });

  test('is not attached where the modal has room for all of it', async () => {
    await requested('CREATE TABLE "Vault" (id int);\n');
    await drawMessage(deps, cardKey);
    await drawMessage(deps, key);
    expect(files()).toEqual([]);
    expect(await deps.store.staleMessages()).toEqual([]);
  });

  test('waits for the card', async () => {
    await requested(long);
    await expect(drawMessage(deps, key)).rejects.toThrow('card_not_posted');
    await drawMessage(deps, cardKey);
    await drawMessage(deps, key);
    expect(files()).toHaveLength(1);
  });

  test('is not doubled by a lost answer', async () => {
    await requested(long);
    await drawMessage(deps, cardKey);
    slack.failNext('attach', { kind: 'lost-response' });
    await expect(drawMessage(deps, key)).rejects.toThrow('attaching');
    await drawMessage(deps, key);
    expect(files()).toHaveLength(1);
    expect(await deps.store.staleMessages()).toEqual([]);
  });

  test('of an earlier receipt is not attached any more', async () => {
    await requested(long, { plan: { ...one, receipt: sha('f') } });
    await drawMessage(deps, cardKey);
    await drawMessage(deps, key);
    expect(files()).toEqual([]);
    expect(await deps.store.staleMessages()).toEqual([]);
  });
});
