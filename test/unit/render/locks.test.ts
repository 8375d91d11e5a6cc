import type { Button } from '@slack/types';
import { describe, expect, it, test } from 'vitest';
import type { InquiryId, RunId, UserId } from '../../../src/domain/ids.ts';
import type { LockSnapshot, SessionAct } from '../../../src/domain/locks.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { readSessionValue, sessionValue } from '../../../src/render/action-ids.ts';
import type { Rendered } from '../../../src/render/limits.ts';
import { lockPicture } from '../../../src/render/lock-picture.ts';
import { type LocksView, locks } from '../../../src/render/locks.ts';
import { messageProblems } from '../../support/block-kit.ts';
import {
  activeMark,
  aHolder,
  aSession,
  idleMark,
  locksFinding,
  nothingWaits,
  ownRun,
  threeDeep,
} from './lock-samples.ts';
import { aRun, at, ben, production, runningSteps } from './samples.ts';

const view = (more: Partial<LocksView> = {}): Rendered =>
  locks({
    environment: production,
    inquiry: 'q1' as InquiryId,
    finding: locksFinding(),
    atWork: null,
    askedBy: 'U01' as UserId,
    ...more,
  });
const buttonsOf = ({ blocks }: Rendered): readonly Button[] =>
  blocks.flatMap((block) =>
    block.type === 'section' && block.accessory !== undefined ? [block.accessory as Button] : [],
  );
const wordsOf = (message: Rendered): string => JSON.stringify(message.blocks);
const done = (more: Partial<SessionAct>): SessionAct => ({
  ...{ session: idleMark, application: 'app-worker', user: 'app', deed: 'end', by: ben, at: at(3), outcome: null },
  ...more,
});
const [first, second, ...others] = threeDeep.holders;
if (first === undefined || second === undefined) throw new Error('the sample has no holders');
const migrating: LockSnapshot = {
  ...threeDeep,
  holders: [first, { ...second, who: aSession({ ...activeMark, part: 'migration' }) }, ...others],
};
const running = aRun({
  steps: runningSteps,
  state: { kind: 'running', startedAt: at(10), worker: 'w', token: 1, cancelling: null },
});
const crowd: LockSnapshot = {
  ...threeDeep,
  waiting: 260,
  holders: [first, ...Array.from({ length: 199 }, (_, at) => aHolder(1_000 + at, [811]))],
};
const circle: LockSnapshot = { ...nothingWaits, waiting: 2, holders: [aHolder(5, [6]), aHolder(6, [5])] };
const inTwoPhases: LockSnapshot = {
  ...nothingWaits,
  waiting: 1,
  holders: [
    {
      id: 'prepared:tx<!here>',
      who: { kind: 'prepared', gid: 'tx<!here>', user: 'app', preparedMs: 7_200_000 },
      wait: null,
      blockedBy: [],
    },
    aHolder(902, ['prepared:tx<!here>']),
  ],
};
const unseen = {
  state: null,
  stateMs: null,
  statement: null,
  backendStart: null,
  transactionStart: null,
  mayEnd: false,
};
const barred: LockSnapshot = {
  ...nothingWaits,
  waiting: 1,
  hidden: 2,
  holders: [aHolder(811, [], unseen), aHolder(902, [811], unseen)],
};

const messages: Readonly<Record<string, Rendered>> = {
  'three deep': view(),
  'nothing waits': view({ finding: locksFinding(nothingWaits) }),
  'nothing waits, but some are idle': view({ finding: locksFinding({ ...nothingWaits, idle: threeDeep.idle }) }),
  "behind Godwit's own deploy": view({ finding: locksFinding(migrating, ownRun), atWork: running }),
  "behind another Godwit's deploy": view({ finding: locksFinding(migrating, { ...ownRun, own: false }) }),
  'a crowd': view({ finding: locksFinding(crowd) }),
  'a deadlock': view({ finding: locksFinding(circle) }),
  'a prepared transaction': view({ finding: locksFinding(inTwoPhases) }),
  'without the rights to see': view({ finding: locksFinding(barred), askedBy: null }),
  'sessions being stopped': view({
    finding: { ...locksFinding(), acts: [done({}), done({ session: activeMark, deed: 'cancel', outcome: 'done' })] },
  }),
  'the host is away': view({
    finding: { ...locksFinding(), report: trouble('host-unreachable', 'db-1 does not answer on port 22') },
  }),
};

describe('the card of locks', () => {
  test.each(Object.entries(messages))('%s', (_, message) => {
    expect(messageProblems(message)).toEqual([]);
    expect(JSON.stringify(message, null, 2)).toMatchSnapshot();
  });

  it('has a button for each who may be stopped, and none for the others', () => {
    expect(buttonsOf(view()).map(({ text }) => text.text)).toEqual(['End session 811…', 'Cancel statement of 902…']);
  });

  it("offers to cancel Godwit's own run instead of ending its session", () => {
    const card = view({ finding: locksFinding(migrating, ownRun), atWork: running });
    const texts = buttonsOf(card).map(({ text, action_id }) => [action_id, text.text]);
    expect(texts).toEqual([
      ['locks.end', 'End session 811…'],
      ['run.cancel', `Cancel run ${running.id}`],
    ]);
  });

  it('offers a second, stronger button only after the first did not help', () => {
    const acts = [done({ session: activeMark, deed: 'cancel', outcome: 'still-there' })];
    const texts = buttonsOf(view({ finding: { ...locksFinding(), acts } })).map(({ text }) => text.text);
    expect(texts).toEqual(['End session 811…', 'End session 902…']);
  });

  it.each(['still-there', 'gone', 'harmless', 'protected', 'not-permitted', 'unreachable'] as const)(
    'says that a deed came to nothing: %s',
    (outcome) => {
      const said = wordsOf(view({ finding: { ...locksFinding(), acts: [done({ outcome })] } }));
      expect(said).toContain(`<@${ben}> wanted to end session \`811\``);
      expect(messageProblems(view({ finding: { ...locksFinding(), acts: [done({ outcome })] } }))).toEqual([]);
    },
  );

  it('says what PostgreSQL before 14 does not know', () => {
    const waits = { ...second, wait: { on: 'relation' as const, name: 'a', mode: 'Share', ms: null } };
    expect(wordsOf(view({ finding: locksFinding({ ...threeDeep, holders: [first, waits] }) }))).toContain(
      '`902` waits for Share on `a`',
    );
  });
});

describe('the value of a button', () => {
  it('comes back as it went', () => {
    for (const mark of [idleMark, { ...idleMark, transactionStart: null }]) {
      expect(readSessionValue(sessionValue('q1', mark))).toEqual({ shownBy: 'q1', mark });
    }
  });

  it.each(['', 'q1', 'q1:x:1.5:2.5', 'q1:811', 'q1:99999999999:1.5:2.5'])('is not read from %s', (value) => {
    expect(readSessionValue(value)).toBeNull();
  });
});

describe('the picture', () => {
  const svg = lockPicture('production', locksFinding(migrating, { ...ownRun, id: 'r1' as RunId }).report as never);

  it('says who holds and who waits in words, not by colour alone', () => {
    expect(svg).toContain('811 HOLDS: idle in transaction for 4 min');
    expect(svg).toContain('902 WAITS 3 min 11 s for AccessExclusive on "Order"');
    expect(svg).toContain('run r1');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(3);
  });

  it('holds what is written in it as text', () => {
    const { report } = locksFinding(inTwoPhases);
    expect(lockPicture('a<b>', report as never)).not.toMatch(/<b>|<!here>/);
    expect(lockPicture('a<b>', report as never)).toContain('tx&lt;!here&gt;');
  });

  it('ends somewhere, and says how many are left out', () => {
    expect(lockPicture('production', locksFinding(crowd).report as never)).toContain('… 160 more sessions');
  });
});
