import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedGates } from '../../../src/domain/gates/menu.ts';
import type { InquiryId } from '../../../src/domain/ids.ts';
import { trouble, troubleCodes } from '../../../src/domain/trouble.ts';
import { clampMrkdwn, code, codeBlock, escaped, md } from '../../../src/render/escape.ts';
import { message, section } from '../../../src/render/limits.ts';
import { refusal } from '../../../src/render/refusal.ts';
import { restoreModal } from '../../../src/render/restore-modal.ts';
import { reviewModal } from '../../../src/render/review-modal.ts';
import { runCard } from '../../../src/render/run-card.ts';
import { runDetail } from '../../../src/render/run-detail.ts';
import { status } from '../../../src/render/status.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { messageProblems, modalProblems } from '../../support/block-kit.ts';
import { gateFacts } from '../domain/gates/facts.ts';
import {
  ana,
  approved,
  aRun,
  at,
  aView,
  backup,
  backupsReport,
  plan,
  production,
  report,
  sha,
  unready,
  waiting,
} from './samples.ts';

/** Short and endless, plain and meant to break out. */
const nasty = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.constantFrom('', ' ', '<!channel>', '<@U01>', '```', '`', '*', '&amp;<>', '\u202E', '\0', '\uD800', '🦤'),
  fc
    .tuple(
      fc.constantFrom('<', '&', '`', '```', '🦤', 'a ', '\n', '<!here>', '\u202E'),
      fc.integer({ min: 1, max: 6_000 }),
    )
    .map(([part, times]) => part.repeat(times)),
);
const many = fc.array(nasty, { maxLength: 120 });

/** Mentions that wake people, other than of the people the samples name. */
const wakes = /<!(channel|here|everyone|subteam)|<@(?!U0[123]>)/;

/** What Slack reads as markup: plain text and the values of choices are shown or sent back as they are. */
const markupOf = (drawn: object): string =>
  JSON.stringify(drawn, (key, part) => (key === 'value' || part?.type === 'plain_text' ? undefined : part));

describe('nothing is drawn that Slack refuses or that wakes anybody', () => {
  const harmless = (drawn: { text: string; blocks: readonly unknown[] }): void => {
    expect(messageProblems(drawn)).toEqual([]);
    expect(markupOf(drawn)).not.toMatch(wakes);
  };

  test('the run card while it waits', () => {
    fc.assert(
      fc.property(many, nasty, many, (names, text, changes) => {
        const run = aRun({
          plan: { ...plan, pending: names.map((name) => ({ name, sha256: sha('1') })), warnings: changes },
          state: { ...waiting, voided: changes },
        });
        const rows = unready.rows.map(({ item }) => ({ item, state: { kind: 'open' as const, need: text } }));
        const missing = [{ kind: 'freeze' as const, reason: text, until: null }];
        harmless(
          runCard(aView({ run, readiness: { ...unready, rows, missing }, environment: { ...production, name: text } })),
        );
      }),
    );
  });

  test('the run card and its detail after a failure', () => {
    const facts = fc.array(fc.record({ label: nasty, value: nasty }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...troubleCodes), nasty, facts, many, (code, text, said, names) => {
        const run = aRun({
          plan: { ...plan, pending: names.map((name) => ({ name, sha256: sha('1') })) },
          steps: [
            {
              name: 'deploy',
              state: {
                kind: 'failed',
                startedAt: at(),
                finishedAt: at(1),
                trouble: trouble(code, text, said),
                exitCode: 1,
              },
            },
            { name: 'verify', state: { kind: 'skipped', why: text } },
          ],
          backup: { ...backup, path: text, verification: { kind: 'unverified', why: text } },
          state: {
            kind: 'ended',
            ending: { kind: 'failed', step: 'deploy', trouble: trouble(code, text, said) },
            startedAt: at(),
            endedAt: at(1),
          },
        });
        const view = aView({ run, readiness: approved });
        harmless(runCard(view));
        harmless(runDetail(view, ana));
      }),
    );
  });

  test('the status', () => {
    fc.assert(
      fc.property(many, nasty, (names, text) => {
        const edited = names.map((name) => ({ name, lineEndsOnly: false }));
        const comparison = { applied: names, pending: names, failed: names, edited, missing: names, outOfOrder: names };
        harmless(
          status({
            environment: production,
            freeze: { environment: production.id, reason: text, by: ana, since: at(), until: null },
            window: null,
            lastRun: null,
            newer: null,
            unreviewed: [],
            open: null,
            finding: {
              kind: 'status',
              report: {
                kind: 'seen',
                environment: production.id,
                report: { ...report, comparison, prismaVersion: text, gates: closedGates(gateFacts({ comparison })) },
              },
              prisma: { verdict: 'failed', pending: names, failed: names, exitCode: 1, disagreements: names },
            },
            complete: true,
            askedBy: null,
          }),
        );
      }),
    );
  });

  test('refusals', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        harmless(refusal({ code: 'unknown-command', typed: text, nearest: text }));
        harmless(refusal({ code: 'usage', command: text, usage: text, why: text }));
        harmless(refusal({ code: 'temporary', what: text }));
      }),
    );
  });

  test('the modals', () => {
    fc.assert(
      fc.property(many, nasty, (names, text) => {
        const pending = names.map((name, place) => ({ name, sha256: sha(String(place % 10)) }));
        const sql = new Map(pending.map(({ sha256 }) => [sha256, text]));
        const run = aRun({ plan: { ...plan, pending } });
        const review = reviewModal({ run, environment: production, sql, detail: null, mayReview: true });
        expect(modalProblems(review)).toEqual([]);
        expect(markupOf(review)).not.toMatch(wakes);
        const backups = [...new Set(names)].map((path) => ({
          ...backupsReport.backups[0],
          ...backup,
          path,
          label: text,
          migrations: 1,
        }));
        const restore = restoreModal({
          environment: production,
          inquiry: 'i1' as InquiryId,
          report: { ...backupsReport, directory: text, backups, applied: names, newest: names },
          known: [],
          suggested: null,
          zone: text,
          took: { restoreMs: null, migrationMs: 1, markMs: 1 },
        });
        expect(modalProblems(restore)).toEqual([]);
        expect(markupOf(restore)).not.toMatch(wakes);
      }),
    );
  });
});

describe('markup', () => {
  test('what is inserted into a template is escaped, markup is not', () => {
    expect(md`${'<!channel>'} ${md`*${'a&b'}*`} ${3}`.mrkdwn).toBe('&lt;!channel&gt; *a&amp;b* 3');
  });

  test('code cannot be left by a backtick or a line end', () => {
    expect(code('a`b\n*c*').mrkdwn).toBe('`aˋb *c*`');
    expect(code('').mrkdwn).toBe('`(none)`');
  });

  test('a cut never goes through an entity, a date or an open frame', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 10, max: 80 }), (text, limit) => {
        const cut = clampMrkdwn(escaped(text), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
        const framed = clampMrkdwn(codeBlock(text.repeat(10)), limit);
        expect(framed.length).toBeLessThanOrEqual(limit);
        expect((framed.match(/```/g) ?? []).length % 2).toBe(0);
      }),
    );
  });

  test('more blocks than Slack takes are counted, not dropped in silence', () => {
    const drawn = message(
      md`many`,
      Array.from({ length: 60 }, (_, place) => section(md`${place}`)),
    );
    expect(drawn.blocks).toHaveLength(50);
    expect(JSON.stringify(drawn.blocks.at(-1))).toContain('… 11 more parts are not shown');
  });
});
