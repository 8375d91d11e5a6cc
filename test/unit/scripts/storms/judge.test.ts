import { describe, expect, test } from 'vitest';
import {
  type CommandStorm,
  type Delivered,
  judgeCommands,
  judgePresses,
  type PressStorm,
  type StormRow,
} from '../../../../scripts/chaos/storms/judge.ts';

const press = (by: string, more: Partial<Delivered> = {}): Delivered => ({
  by,
  what: 'run.approve',
  ackedAfterMs: 20,
  acks: 1,
  answeredAfterMs: [30],
  ...more,
});
const counted = { answeredAfterMs: [] };

/** Ana asked; ben and cleo approved, two of three who may. */
const presses: PressStorm = {
  name: 'presses',
  presses: [press('ben', counted), press('cleo', counted), press('ben'), press('ana'), press('dan')],
  requester: 'ana',
  mayApprove: ['ana', 'ben', 'cleo', 'finn'],
  required: 2,
  approvals: ['ben', 'cleo'],
  starts: 1,
  applied: 1,
  cardTellsTheEnd: true,
  auditIsWhole: true,
};

const commands: CommandStorm = {
  name: 'commands',
  commands: [press('ana'), press('ben', { ackedAfterMs: 3_000, answeredAfterMs: [81_000] })],
  peaks: [{ process: 'the role app', residentBytes: 300_000_000 }],
  ownSessions: { most: 12, atMost: 12, by: 'a pool' },
  targetSessions: { most: 3, atMost: 32, by: 'sessions' },
};

const notOk = (rows: readonly StormRow[]) => rows.filter(({ ok }) => !ok).map(({ storm }) => storm.split(': ')[1]);

describe('presses on one card', () => {
  const judged = (wrong: Partial<PressStorm>) => judgePresses({ ...presses, ...wrong });
  const withOne = (more: Partial<Delivered>) => [...presses.presses, press('dan', more)];

  test('that came to one run with the right approvals hold', () => {
    expect(notOk(judged({}))).toEqual([]);
    expect(judged({})[0]).toEqual({
      storm: 'presses: acknowledged',
      tried: 5,
      limit: 'each once, within 3 s',
      measured: 'p50 20 ms, p99 20 ms, max 20 ms; 0 late, 0 not once',
      ok: true,
    });
  });

  test.each<[string, Partial<PressStorm>, string]>([
    ['acknowledged too late', { presses: withOne({ ackedAfterMs: 3_001 }) }, 'acknowledged'],
    ['not acknowledged', { presses: withOne({ ackedAfterMs: null }) }, 'acknowledged'],
    ['acknowledged twice', { presses: withOne({ acks: 2 }) }, 'acknowledged'],
    ['not answered', { presses: withOne(counted) }, 'answered'],
    ['answered twice', { presses: withOne({ answeredAfterMs: [1, 2] }) }, 'answered'],
    ['answered in place of another', { presses: [press('ben', counted), press('dan', counted)] }, 'answered'],
    ['counted twice for one person', { approvals: ['ben', 'ben'] }, 'approvals'],
    ['counted once too often', { approvals: ['ben', 'cleo', 'finn'] }, 'approvals'],
    ['of somebody who may not', { approvals: ['ben', 'dan'] }, 'approvals'],
    ['of the requester', { approvals: ['ben', 'ana'] }, 'approvals'],
    ['that started nothing', { starts: 0 }, 'starts on the host'],
    ['that started twice', { starts: 2 }, 'starts on the host'],
    ['that applied twice', { applied: 2 }, 'starts on the host'],
    ['whose card is wrong', { cardTellsTheEnd: false }, 'the card and the audit chain'],
    ['whose audit chain is broken', { auditIsWhole: false }, 'the card and the audit chain'],
  ])('%s do not', (_what, wrong, row) => {
    expect(notOk(judged(wrong))).toContain(row);
  });

  test('of which there were none prove nothing', () => {
    expect(notOk(judged({ presses: [] }))).toEqual(['acknowledged', 'answered']);
  });
});

describe('many commands', () => {
  const judged = (wrong: Partial<CommandStorm>) => judgeCommands({ ...commands, ...wrong });
  const withOne = (more: Partial<Delivered>) => [...commands.commands, press('dan', more)];

  test('that were answered by a bounded Godwit hold', () => {
    expect(notOk(judged({}))).toEqual([]);
  });

  test.each<[string, Partial<CommandStorm>, string]>([
    ['acknowledged too late', { commands: withOne({ ackedAfterMs: null }) }, 'acknowledged'],
    ['not answered', { commands: withOne(counted) }, 'answered'],
    ['answered twice', { commands: withOne({ answeredAfterMs: [1, 2] }) }, 'answered'],
    [
      'that took too much memory',
      { peaks: [{ process: 'the role app', residentBytes: 400_000_000 }] },
      'memory of the role app',
    ],
    [
      'whose memory nobody could read',
      { peaks: [{ process: 'the role app', residentBytes: 0 }] },
      'memory of the role app',
    ],
    [
      'that took too many sessions',
      { ownSessions: { most: 13, atMost: 12, by: '' } },
      "sessions in Godwit's own database",
    ],
    ['that took too many there', { targetSessions: { most: 33, atMost: 32, by: '' } }, 'sessions in the targets'],
    ['whose sessions nobody saw', { targetSessions: { most: 0, atMost: 32, by: '' } }, 'sessions in the targets'],
  ])('%s do not', (_what, wrong, row) => {
    expect(notOk(judged(wrong))).toEqual([row]);
  });

  test('name the first that went wrong', () => {
    const answered = judged({ commands: withOne({ what: 'help', answeredAfterMs: [] }) })[1];
    expect(answered?.measured).toContain('1 without (dan: help)');
  });
});
