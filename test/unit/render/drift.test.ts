import { describe, expect, test } from 'vitest';
import type { InquiryId, RunId } from '../../../src/domain/ids.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { answerFile, filesOf } from '../../../src/render/answer-file.ts';
import { down } from '../../../src/render/down.ts';
import { downModal } from '../../../src/render/down-modal.ts';
import { drift } from '../../../src/render/drift.ts';
import { lastTook, migrationWay } from '../../../src/render/rollback-ways.ts';
import { wroteLines } from '../../../src/render/wrote.ts';
import { downReport, driftReport, driftSql } from '../../fakes/sample-drift.ts';
import { messageProblems, modalProblems } from '../../support/block-kit.ts';
import { ana, aRun, at, production } from './samples.ts';

const asked = { environment: production, askedBy: ana, scheduled: false, attached: true, sql: driftSql };
const wordsOf = (card: unknown) => JSON.stringify(card);

describe('drift', () => {
  test('both directions stand on the card, the way back with its review, and what nobody compared', () => {
    const card = drift({ ...asked, report: driftReport });
    expect(messageProblems(card)).toEqual([]);
    const words = wordsOf(card);
    for (const part of ['CREATE INDEX', 'DROP TABLE', 'a table is dropped', 'adopt.sql', 'revert.sql', 'not views'])
      expect(words).toContain(part);
    expect(card.text).toContain('the database is not as its 41 applied migrations made it');
  });

  test('no difference is said', () => {
    const card = drift({ ...asked, report: { ...driftReport, difference: null, beside: [] } });
    expect(wordsOf(card)).toContain('No difference');
    expect(wordsOf(card)).not.toContain('Adopt it');
  });

  test('where nothing is attached, no file in a thread is promised', () => {
    const words = wordsOf(drift({ ...asked, attached: false, report: driftReport }));
    expect(words).not.toContain('in the thread');
  });

  test('what was not asked for says why it comes, and a trouble is told', () => {
    const report = trouble('prisma-refused', 'The database could not be compared.');
    const card = drift({ ...asked, askedBy: null, scheduled: true, report });
    expect(messageProblems(card)).toEqual([]);
    expect(wordsOf(card)).toContain('told because something changed');
    expect(card.text).toContain('could not be compared');
  });

  test('a difference of a thousand lines fits', () => {
    const long = Array.from({ length: 1_000 }, (_, line) => `DROP TABLE "public"."T${line}";`).join('\n');
    const sql = new Map([...driftSql].map(([sum]) => [sum, long] as const));
    const card = drift({ ...asked, sql, report: driftReport });
    expect(messageProblems(card)).toEqual([]);
    expect(wordsOf(card)).toContain('more lines');
  });
});

describe('down SQL', () => {
  const shown = { environment: production, inquiry: 'q1' as InquiryId, sql: driftSql, askedBy: ana, attached: true };
  const by = { by: ana, at: at() };

  test('names what is lost, where to commit it, and offers to write it', () => {
    const card = down({ ...shown, report: downReport });
    expect(messageProblems(card)).toEqual([]);
    for (const part of [
      'a column is dropped',
      'Data does not come back',
      'prisma/migrations/20261122140200',
      'down.write',
    ])
      expect(wordsOf(card)).toContain(part);
  });

  test.each([
    [{ kind: 'asked', ...by } as const, 'Being written'],
    [{ kind: 'written', ...by, run: 'r1' as RunId } as const, 'its deploy is run'],
    [{ kind: 'not-written', ...by, why: 'run r2 is open there' } as const, 'run r2 is open there'],
  ])('%s: the button is gone', (writing, words) => {
    const card = wordsOf(down({ ...shown, report: { ...downReport, writing } }));
    expect(card).toContain(words);
    expect(card).not.toContain('down.write');
  });

  test('an image keeps its files: said, with nothing to press', () => {
    const writable = { kind: 'no', why: 'Prisma reads the files of an image' } as const;
    const card = wordsOf(down({ ...shown, report: { ...downReport, writable } }));
    expect(card).toContain('does not write it there: Prisma reads the files of an image.');
    expect(card).not.toContain('down.write');
  });

  test('the files of an answer are those that it names', () => {
    expect(filesOf({ kind: 'drift', environment: production.id, report: driftReport })).toEqual(['adopt', 'revert']);
    const finding = { kind: 'down' as const, environment: production.id, report: downReport };
    expect(filesOf(finding)).toEqual(['down']);
    expect(answerFile(finding, 'down')?.name).toBe('20261122140200_rollback_add_note.sql');
  });

  test('the choice goes back to before each of the newest ten', () => {
    const applied = Array.from({ length: 12 }, (_, at) => `2026110${at}000000_step_${at}`);
    const view = downModal({ environment: production, inquiry: 'q1' as InquiryId, applied });
    expect(modalProblems(view)).toEqual([]);
    expect(wordsOf(view)).toContain('20261109000000_step_9 and 9 newer');
    expect(wordsOf(view)).not.toContain('step_10');
  });
});

describe('how long each way took', () => {
  const state = { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: at(), endedAt: at(2) } as const;
  const wrote = { ...downReport, sha256: 'c'.repeat(64) as never, state: { kind: 'there' } as const };

  test('is that of the newest run that succeeded', () => {
    const failed = { ...state, ending: { kind: 'expired' } as const, endedAt: at(9) };
    const found = { extent: 'none', present: 0, absent: 1, unknown: 0, file: null } as const;
    const mark = { kind: 'resolve', migration: 'a', as: 'rolled-back', found, reason: null } as const;
    const runs = [
      aRun({ purpose: { kind: 'deploy', wrote }, state: failed }),
      aRun({ purpose: { kind: 'deploy' }, state }),
      aRun({ purpose: { kind: 'deploy', wrote }, state }),
      aRun({ purpose: { ...mark, as: 'applied' }, state }),
      aRun({ purpose: mark, state: { ...state, endedAt: at(1) } }),
    ];
    expect(lastTook(runs)).toEqual({ restoreMs: null, migrationMs: 120_000, markMs: 60_000 });
  });

  test('the way is offered only where something is applied', () => {
    const took = { restoreMs: null, migrationMs: null, markMs: null };
    expect(migrationWay({ applied: [], inquiry: 'q1' as InquiryId }, took)).toEqual([]);
    expect(wordsOf(migrationWay({ applied: ['a'], inquiry: 'q1' as InquiryId }, took))).toContain(
      'Not done here before',
    );
  });

  test('the card of its deploy says where the file is', () => {
    expect(wroteLines(wrote).mrkdwn).toContain('the file is removed again');
    expect(wroteLines({ ...wrote, state: { kind: 'removed' } }).mrkdwn).toContain('was removed again');
    const left = { kind: 'left', why: 'it was changed since, and stays' } as const;
    expect(wroteLines({ ...wrote, state: left }).mrkdwn).toContain('The next deploy would apply it');
  });
});
