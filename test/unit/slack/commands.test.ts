import { beforeEach, describe, expect, test } from 'vitest';
import type { ChannelId } from '../../../src/domain/ids.ts';
import { aRun, production, runId } from '../render/samples.ts';
import { ana, ben, dan, eve, officeOf } from './people.ts';

describe('commands', () => {
  let office: ReturnType<typeof officeOf>;
  beforeEach(() => {
    office = officeOf();
  });

  test('deploy writes the request and acknowledges it, once for each delivery', async () => {
    const first = await office.type(ana, 'deploy production', { delivery: 'same' });
    const again = await office.type(ana, 'deploy production', { delivery: 'same' });
    expect([first.acks, again.acks, first.alone, again.alone]).toEqual([1, 1, [], []]);
    expect(await office.jobs()).toEqual(['prepare-run']);
  });

  test.each([
    [dan, 'deploy production', 'right-missing'],
    [eve, 'deploy production', 'right-missing'],
    [dan, 'freeze production release day', 'right-missing'],
    [eve, 'status production', 'guest'],
    [eve, 'history', 'guest'],
    [eve, 'backups staging', 'guest'],
    [eve, 'plan staging', 'guest'],
    [dan, 'rollback production', 'right-missing'],
    [dan, 'backup production', 'right-missing'],
    [ben, 'unfreeze production', 'not-frozen'],
    [ana, 'run r9', 'unknown-run'],
    [ana, 'cancel r9', 'unknown-run'],
    [ana, 'deploy prodution', 'unknown-environment'],
    [ana, 'stats', 'unknown-command'],
    [ana, 'deploy', 'usage'],
  ] as const)('%s typing “%s” is refused with %s and nothing is written', async (who, text, code) => {
    const answered = await office.type(who, text);
    expect(answered.acks).toBe(1);
    expect(answered.words).toContain(code);
    expect(await office.jobs()).toEqual([]);
    expect(await office.deps.store.runs({ environment: null, limit: 9 })).toEqual([]);
  });

  test('somebody whom Slack does not name is asked to try again, not let in', async () => {
    office.slack.failNext('member', { kind: '500' });
    expect((await office.type(dan, 'status production')).words).toContain('person-unknown');
    expect((await office.type(dan, 'status production')).alone).toEqual([]);
    expect(await office.jobs()).toEqual(['answer-inquiry']);
  });

  test.each([
    ['status', 'answer-inquiry'],
    ['status production', 'answer-inquiry'],
    ['backups production privately', 'answer-inquiry'],
    ['plan production', 'answer-inquiry'],
  ] as const)('%s is acknowledged and handed to a worker', async (text, job) => {
    expect((await office.type(dan, text)).acks).toBe(1);
    expect(await office.jobs()).toEqual([job]);
  });

  test.each(['history', 'history production', `run ${runId}`])('%s is answered from rows', async (text) => {
    await office.keep(aRun());
    expect((await office.type(dan, text)).acks).toBe(1);
    expect(await office.jobs()).toEqual([]);
    expect(await office.deps.store.staleMessages()).toHaveLength(1);
  });

  test('a second request is refused with the way to the first', async () => {
    await office.keep(aRun());
    expect((await office.type(ana, 'deploy production')).words).toContain('environment-busy');
  });

  test('a request from another channel is told that the card stands elsewhere', async () => {
    const channel = 'C0ELSEWHERE' as ChannelId;
    office.slack.addChannel(channel, false);
    const asked = office.type(ana, 'backup production before-lunch', { channel });
    expect((await asked).words).toContain('has its card');
    expect(await office.jobs()).toEqual(['execute-run']);
  });

  test('a freeze is told to all, and again only once for each delivery', async () => {
    const set = await office.type(ben, 'freeze production release day for 2h', { delivery: 'same' });
    expect(JSON.stringify(set.all)).toContain('release day');
    expect((await office.type(ben, 'freeze production release day for 2h', { delivery: 'same' })).all).toEqual([]);
    expect((await office.deps.store.surroundings(production.id)).freeze?.reason).toBe('release day');
    expect(JSON.stringify((await office.type(ben, 'unfreeze production')).all)).toContain('lifted the freeze');
  });

  test('rollback opens a dialog at once and has the host looked at', async () => {
    expect((await office.type(ana, 'rollback production')).acks).toBe(1);
    expect(office.dialog()).toBe('Roll back');
    expect(await office.jobs()).toEqual(['answer-inquiry']);
  });

  test('cancel closes a waiting request of one’s own, and says so to whoever comes late', async () => {
    await office.keep(aRun());
    expect((await office.type(dan, `cancel ${runId}`)).words).toContain('right-missing');
    expect((await office.type(ana, `cancel ${runId}`)).alone).toEqual([]);
    expect((await office.deps.store.run(runId))?.state.kind).toBe('ended');
    expect((await office.type(ana, `cancel ${runId}`)).words).toContain('run-ended');
  });

  test('help names what one may do', async () => {
    expect((await office.type(ana, 'help')).words).toContain('/migrate deploy');
    expect((await office.type(dan, 'help')).words).not.toContain('/migrate deploy');
  });
});
