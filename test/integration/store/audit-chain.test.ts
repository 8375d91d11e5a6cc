import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Effect } from '../../../src/domain/effect.ts';
import type { Json } from '../../../src/lib/canonical-json.ts';
import type { AuditLink } from '../../../src/store/audit-chain.ts';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { ana, noon, production, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

const entry = (detail: Json) =>
  ({ at: noon, actor: ana, action: 'run.noted', environment: production, run: null, detail }) as const;
const record = (detail: Json): Effect => ({ kind: 'record', entry: entry(detail) });

describe('the audit chain', () => {
  let url = '';
  let store: OpenStore;
  beforeAll(async () => {
    url = await freshOwnTables('audit');
    store = openStore({ databaseUrl: url, log: silentLog });
  });
  afterAll(() => store[Symbol.asyncDispose]());

  it('stays one chain when many processes write at once', async () => {
    await using other = openStore({ databaseUrl: url, log: silentLog });
    const details: readonly Json[] = [null, 1e21, 0.1, 'ü"\\\n', [], { b: 1, a: { z: null, y: [true] } }, -0];
    const rounds = Array.from({ length: 20 }, () => details).flat();
    await Promise.all(
      rounds.flatMap((detail) => [
        store.perform(null, [record(detail), record('x')]),
        other.perform(null, [record(detail)]),
      ]),
    );
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact', entries: rounds.length * 3 });
  });

  it('is handed over whole and in order', async () => {
    const links: AuditLink[] = [];
    await store.readAudit(async (link) => void links.push(link));
    expect(links.map(({ sequence }) => sequence)).toEqual(links.map((_, at) => at + 1));
    expect(links[0]?.entry).toMatchObject({ at: noon, actor: ana, action: 'run.noted', environment: production });
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact', hash: links.at(-1)?.hash });
  });

  it('is handed over and proved as it was at the beginning, while more is appended', async () => {
    const before = await store.checkAudit();
    if (before.kind !== 'intact') throw new Error('the chain is broken before anything was appended');
    const links: AuditLink[] = [];
    await store.readAudit(async (link) => {
      links.push(link);
      if (links.length <= 3) await store.perform(null, [record('meanwhile')]);
    });
    expect([links.length, links.at(-1)?.hash]).toEqual([before.entries, before.hash]);
    const appending = Promise.all(Array.from({ length: 30 }, () => store.perform(null, [record('meanwhile')])));
    const proofs = await Promise.all(Array.from({ length: 5 }, () => store.checkAudit()));
    expect(proofs.filter(({ kind }) => kind !== 'intact')).toEqual([]);
    await appending;
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact', entries: before.entries + 33 });
  });

  it('lets one append at a time', async () => {
    const before = await store.checkAudit();
    const holding = `SELECT pg_advisory_lock(hashtextextended('append to the audit chain', 0))`;
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query(holding);
    const appended = store.perform(null, [record('late')]);
    const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    while ((await execute(url, waits)).length === 0);
    expect(await store.checkAudit()).toEqual(before);
    await holder.end();
    await appended;
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact' });
  });
});

/** What somebody with the owner's power does to a chain of five, and how the look at it ends. */
const tamperings: readonly (readonly [string, string, object])[] = [
  ['a detail was changed', `UPDATE audit SET detail = '"other"' WHERE sequence = 3`, { sequence: 3, why: 'changed' }],
  ['a name was changed', `UPDATE audit SET actor = 'U01BEN' WHERE sequence = 1`, { sequence: 1, why: 'changed' }],
  ['a time was taken away', `UPDATE audit SET at = 'infinity' WHERE sequence = 2`, { sequence: 2, why: 'changed' }],
  [
    'an entry and its hash were changed',
    `UPDATE audit SET hash = repeat('a', 64) WHERE sequence = 4`,
    { sequence: 4, why: 'changed' },
  ],
  ['one was removed', 'DELETE FROM audit WHERE sequence = 3', { sequence: 3, why: 'missing', entry: entry(2) }],
  ['the first was removed', 'DELETE FROM audit WHERE sequence = 1', { sequence: 1, why: 'missing', entry: null }],
  ['the end was removed', 'DELETE FROM audit WHERE sequence > 3', { sequence: 4, why: 'cut-off', entry: entry(3) }],
  ['all were removed', 'TRUNCATE audit', { sequence: 1, why: 'cut-off', entry: null }],
  [
    'one was written past the chain',
    `INSERT INTO audit SELECT 6, at, actor, action, environment, run, detail, hash FROM audit WHERE sequence = 5`,
    { sequence: 6, why: 'changed' },
  ],
  ['the head was changed', `UPDATE audit_head SET hash = ''`, { sequence: 5, why: 'head-changed' }],
  ['the head was set back', 'UPDATE audit_head SET sequence = 4', { sequence: 5, why: 'unrecorded' }],
  ['before the first', 'UPDATE audit SET sequence = 0 WHERE sequence = 1', { sequence: 1, why: 'missing' }],
];

describe('the first broken link', () => {
  it.each(tamperings)('is named where %s', async (_, sql, expected) => {
    const url = await freshOwnTables('audit_broken');
    await using store = openStore({ databaseUrl: url, log: silentLog });
    await store.perform(null, [1, 2, 3, 4, 5].map(record));
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact', entries: 5 });
    await execute(url, sql);
    expect(await store.checkAudit()).toMatchObject({ kind: 'broken', ...expected });
  });
});
