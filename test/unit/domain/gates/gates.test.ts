import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Gate, type GateFacts, gateIds } from '../../../../src/domain/gates/gate.ts';
import { closedGates, gateRules } from '../../../../src/domain/gates/menu.ts';
import type { RunId, Sha256 } from '../../../../src/domain/ids.ts';
import type { Comparison } from '../../../../src/domain/migration.ts';
import { later, noon } from '../samples.ts';
import { gateFacts } from './facts.ts';

const comparing = (change: Partial<Comparison>) => gateFacts({ comparison: { ...gateFacts().comparison, ...change } });
const sum = (digit: string) => digit.repeat(64) as Sha256;

/** The only gate that is closed. */
function gate(facts: GateFacts): Gate {
  const [first, ...more] = closedGates(facts);
  if (first === undefined || more.length > 0) throw new Error(`looking for one closed gate: ${more.length} more`);
  return first;
}
const words = ({ sentence, details, waysOut }: Gate) => [sentence, ...details, ...waysOut].join('\n');

describe('the menu of gates', () => {
  it('is in the order in which the ids stand, and holds every file', () => {
    expect(Object.keys(gateRules)).toEqual([...gateIds]);
    for (const id of gateIds) expect(gateRules[id].id).toBe(id);
    const beside = ['gate.ts', 'menu.ts', 'typed.ts', 'migration-lock.ts'];
    const files = readdirSync('src/domain/gates').filter((file) => !beside.includes(file));
    expect(
      files.map((file) => file.replace('.ts', '')).filter((id) => !(gateIds as readonly string[]).includes(id)),
    ).toEqual([]);
  });

  it('holds nothing up where nothing is wrong, also while the database is still being compared', () => {
    expect(closedGates(gateFacts())).toEqual([]);
    expect(closedGates(gateFacts({ drift: { kind: 'not-looked' } }))).toEqual([]);
  });
});

describe('files and history', () => {
  it('an earlier migration failed: both ways out as they are typed', () => {
    const closed = gate(comparing({ failed: ['a'] }));
    expect(closed).toMatchObject({ id: 'failed-earlier', holds: 'request', details: ['a'] });
    expect(words(closed)).toContain('`/migrate resolve gold-factory/production rolled-back a`');
    expect(words(closed)).toContain('applied a`');
  });

  it('an edit holds up the approval, and other line ends hold up nothing', () => {
    const edited = [
      { name: 'a', lineEndsOnly: false },
      { name: 'b', lineEndsOnly: true },
    ];
    const row = {
      id: "it's",
      name: 'a',
      checksum: sum('1'),
      startedAt: noon,
      finishedAt: noon,
      rolledBackAt: null,
      logs: null,
    };
    const undone = { ...row, id: 'undone', startedAt: later(1), rolledBackAt: later(2) };
    const file = { name: 'a', sha256: sum('2'), sha256Lf: sum('2'), sha256Crlf: sum('3'), bytes: 1 };
    const closed = closedGates({ ...comparing({ edited }), files: [file], history: [row, undone] });
    expect(closed.map(({ id, holds }) => [id, holds])).toEqual([
      ['edited', 'approval'],
      ['line-ends', 'nothing'],
    ]);
    expect(closed[0]?.sentence).toBe('a was changed after it was applied');
    expect(closed[0]?.waysOut[1]).toContain(
      `UPDATE _prisma_migrations SET checksum = '${sum('2')}' WHERE id = 'it''s';`,
    );
  });

  it('a missing file holds up the approval, one out of order is only named', () => {
    const gone = gate(comparing({ missing: ['c c'] }));
    expect(gone).toMatchObject({ id: 'missing', holds: 'approval', sentence: 'c c is applied, but its file is gone' });
    expect(words(gone)).toContain(
      "git checkout $(git rev-list -n 1 HEAD -- 'prisma/migrations/c c')^ -- 'prisma/migrations/c c'",
    );
    const late = gate(comparing({ outOfOrder: ['b'] }));
    expect(late).toMatchObject({
      id: 'out-of-order',
      holds: 'nothing',
      sentence: 'b is older than the newest applied migration',
    });
  });
});

describe('the database', () => {
  const lock = { pid: 412, application: 'psql', user: 'app', since: noon, state: 'idle', run: null };

  it('the lock names its holder, and how to end it', () => {
    const closed = gate(gateFacts({ lock }));
    expect(closed).toMatchObject({ id: 'migration-lock-held', holds: 'start' });
    expect(words(closed)).toMatch(
      /held by `psql` \(process 412\)[\s\S]*User: app[\s\S]*2026-11-\d\d 1\d:00:00 UTC[\s\S]*pg_terminate_backend\(412\)/,
    );
  });

  it("says that it is this Godwit's own run, and then offers to cancel that", () => {
    const closed = gate(gateFacts({ lock: { ...lock, application: '', run: { id: 'r7k3' as RunId, own: true } } }));
    expect(words(closed)).toContain('run r7k3 of this Godwit');
    expect(words(closed)).toContain('`/migrate cancel r7k3`');
    expect(words(closed)).toContain('held by process 412');
    expect(words(closed)).not.toContain('pg_terminate_backend');
  });

  it('a pooler that hands sessions around ends the request, one of unknown mode is only named', () => {
    const evidence = 'it says `pgbouncer=true`';
    expect(gate(gateFacts({ pooler: { mode: 'transaction', evidence } }))).toMatchObject({
      id: 'pooler',
      holds: 'request',
    });
    expect(gate(gateFacts({ pooler: { mode: 'unknown', evidence } }))).toMatchObject({
      id: 'session-pooler',
      holds: 'nothing',
    });
  });

  it('tells what differs from what is merely there and from what could not be compared', () => {
    const closed = closedGates(
      gateFacts({ drift: { kind: 'compared', differences: ['a'], undeclared: ['b', 'c'], unsure: ['d'] } }),
    );
    expect(closed.map(({ id, holds, details }) => [id, holds, details])).toEqual([
      ['drift', 'approval', ['a']],
      ['undeclared', 'nothing', ['b', 'c']],
      ['not-compared', 'nothing', ['d']],
    ]);
    expect(gate(gateFacts({ drift: { kind: 'not-compared', why: 'no catalog' } })).details).toEqual(['no catalog']);
  });
});
