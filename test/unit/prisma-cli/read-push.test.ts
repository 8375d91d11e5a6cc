import { describe, expect, it } from 'vitest';
import { lossesSaid, readPush, readPushLook } from '../../../src/prisma-cli/read-push.ts';
import { printed } from './fixture.ts';

describe('readPush', () => {
  it.each([
    ['push-in-sync', { kind: 'in-sync' }],
    ['push-done', { kind: 'pushed' }],
    [
      'push-warned',
      {
        kind: 'warned',
        warnings: [
          'You are about to drop the column `preferences` on the `User` table, which still contains 2 non-null values.',
        ],
      },
    ],
    [
      'push-impossible',
      {
        kind: 'impossible',
        changes: [
          'Added the required column `must` to the `Product` table without a default value. There are 4 rows in this table, it is not possible to execute this step.',
        ],
      },
    ],
    ['push-accepted', { kind: 'pushed' }],
  ])('reads %s', (name, word) => {
    expect(readPush(printed(name))).toEqual(word);
  });

  it('takes the first change that a session may not make for what it is, in any language', () => {
    const output = printed('push-not-written');
    const german = 'Error: FEHLER: kann ALTER TABLE nicht in einer Read-Only-Transaktion ausführen\n';
    const stderr = output.stderr.replace(/Error: ERROR: .*\n/, german);
    for (const one of [output, { ...output, stderr }]) expect(readPushLook(one)).toEqual({ kind: 'not-written' });
    expect(readPush({ ...output, stderr })).toMatchObject({ kind: 'failed', failure: { code: null } });
    expect(readPushLook({ code: 1, stdout: '', stderr: german })).toMatchObject({ kind: 'failed' });
    expect(readPushLook(printed('push-warned')).kind).toBe('warned');
  });

  it('knows a database that cannot be reached from one that warns', () => {
    const stderr = "Error: P1001: Can't reach database server at `db:5432`\n";
    expect(readPush({ code: 1, stdout: '', stderr })).toMatchObject({ kind: 'failed', failure: { code: 'P1001' } });
  });
});

describe('lossesSaid', () => {
  it('stops at the first line that is no bullet', () => {
    const log = 'x\n⚠️  There might be data loss when applying the changes:\n\n  • a.\n  • b.\n\nDone • c.\n  • d.\n';
    expect(lossesSaid(log)).toEqual(['a.', 'b.']);
  });

  it('is empty where Prisma warned of nothing', () => {
    expect(lossesSaid('🚀  Your database is now in sync with your Prisma schema.')).toEqual([]);
  });
});
