import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

/** A test that fails where the complaint would be true of Godwit: its file, and its title as it stands there. */
type Proof = readonly [file: string, title: string];
type Answer = { readonly proofs: readonly Proof[] } | { readonly leftOut: string };
const by = (...proofs: readonly Proof[]): Answer => ({ proofs });

const unit = (name: string) => `unit/${name}.test.ts`;
const authority = unit('slack/authority');
const approve = unit('domain/decide/approve');
const approvals = unit('domain/approvals');
const deploys = unit('usecases/deploy');

/** What people complain about in bots that ask for approvals, and what was found broken in such bots. */
const complaints: Readonly<Record<string, Answer>> = {
  'a double click makes two jobs': by([
    'contract/store.test.ts',
    'acts once on a delivery, however often and however fast it comes',
  ]),
  'one press acts several times': by(['e2e/survival-slack.test.ts', 'what Slack delivers twice acts once']),
  'two presses at the same moment collide': by(
    ['contract/store.test.ts', 'lets fifty presses at once each see the one before'],
    [deploys, 'counts both of two approvals that come at the same moment'],
  ),
  'the first press after a restart is lost, and strangers hear nothing': by(
    [
      'e2e/survival-app.test.ts',
      'a request that waits survives a restart of everything: the buttons of its old card work',
    ],
    ['integration/slack/strangers.test.ts', 'presses %s for nothing'],
  ),
  'the message says allowed, and nothing runs': by(
    [deploys, 'starts by itself with the second approval, and is carried out'],
    ['integration/jobs/relay.test.ts', 'brings everything again when redis is emptied, under way or waiting'],
  ),
  'the message says approved of somebody who may not': by([
    'e2e/trouble-people.test.ts',
    'a press without the right, a double and a redelivered one change nothing',
  ]),
  'half of the approvals leaves no sign': by([
    'e2e/trouble-people.test.ts',
    'a press without the right, a double and a redelivered one change nothing',
  ]),
  'requests never expire': by(
    [deploys, 'expires at the moment that it named'],
    [unit('domain/decide/wake'), 'ends a request whose approvals are not complete'],
  ),
  'buttons live on after the decision fell elsewhere': by(
    ['e2e/trouble-people.test.ts', 'a press on a card that has ended says how it ended, and by whom'],
    [unit('render/run-card'), 'approve disappears once there are enough approvals'],
  ),
  'a second factor cannot be demanded for an approval': {
    leftOut:
      'Slack tells an app nothing about a second factor: the workspace itself demands it at the login. What is risky takes more people instead.',
  },
  'whoever can enter the channel can approve': by([
    authority,
    'obeys nobody by their name, their e-mail, or the channel',
  ]),
  'nobody sees who approved, and the requester is not told': by(
    [approve, 'records who approved which receipt, and goes on waiting for the second'],
    [unit('domain/decide/execution'), 'succeed the run with the last of them, and tell the requester and the team'],
  ),
  'the card shows no summary of the change, or never comes': by(
    [unit('steps/review-pending'), 'says of each file what it locks, and keeps every statement for reading'],
    ['contract/slack-web.test.ts', 'finds a post whose answer was lost, and posts once'],
  ),
  'a lock is of a person, not of a change': by(
    [unit('domain/decide/request'), 'is refused beside another one that changes the database, and names it'],
    [approve, 'is for the receipt that the card showed'],
  ),
  'anybody who may write may approve for production': by([
    approve,
    'is refused without the right, and names those who have it',
  ]),
  'approvers are not held against the rules of the environment, and deadlines confuse': by(
    [unit('config/read-configuration'), 'name what nobody can use'],
    [approve, 'comes too late after the deadline, also where nobody has looked yet'],
  ),
  'an empty list lets everybody in': by([
    unit('domain/decide/request'),
    'needs the right, which an empty list gives to nobody',
  ]),
  'a lock is dropped in silence': by(
    [unit('usecases/break-host-lock'), 'is for the right destroy alone, and is recorded'],
    ['contract/remote.test.ts', 'is held by the task itself, even when its owner was changed meanwhile'],
  ),
  'what is running cannot be stopped': by([
    'e2e/survival-cancel.test.ts',
    'cancelling during a deploy cancels the statement, and the history tells what happened',
  ]),
  'a forgotten lock blocks everybody': by(
    [deploys, 'starts it at its own end'],
    ['contract/remote.test.ts', 'is released by its run alone, or broken'],
  ),
  'one way in has looser rules than another': by([authority, 'has every command, button and dialog']),
  'a dead worker leaves a deploy running for ever, or it runs again later': by(
    ['e2e/survival-worker.test.ts', 'a worker that is killed during a deploy: the next one follows Prisma to its end'],
    ['integration/jobs/forged.test.ts', 'starts nothing by a job that was done once and is put there again'],
  ),
  'a job whose lock ran out is run twice': by(
    ['integration/jobs/relay.test.ts', 'tries a look again by itself, and a change to a host only by way of its row'],
    [
      'e2e/survival-stalled.test.ts',
      'a worker that stood still and comes back after its run was taken over writes nothing any more',
    ],
  ),
  'a slow answer has the command delivered again': by([
    'e2e/survival-slack.test.ts',
    'what Slack delivers twice acts once',
  ]),
  'an outage of Slack ends the process': by(
    ['integration/slack/socket.test.ts', 'says that it is not ready while Slack refuses the next socket, and survives'],
    ['integration/slack/socket.test.ts', 'waits for a Slack that is away at the start'],
  ),
  'a message that is too long is never shown': by(
    [unit('render/limits'), 'the run card and its detail after a failure'],
    [unit('render/limits'), 'more blocks than Slack takes are counted, not dropped in silence'],
  ),
  'threads break after a restart': by([
    'e2e/survival-app.test.ts',
    'the app is killed in the middle of a run: the next one shows the end on the same card',
  ]),
  'a lost answer has the message posted twice': by([
    'e2e/survival-slack.test.ts',
    'a post whose answer is lost stands once, and is updated to the end',
  ]),
  'an approver who left breaks the request': by([
    approvals,
    'do not count, and are not asked for, of somebody who left the workspace, whoever names them',
  ]),
  'everybody in the channel has the same rights': by([
    authority,
    'obeys somebody with nothing but the right %s only where that is enough',
  ]),
  'windows know no zones': by(
    [unit('domain/windows'), 'takes windows that touch as one, also of different zones'],
    [
      unit('domain/windows'),
      'is an hour shorter in the night that skips one, and an hour longer in the night that repeats one',
    ],
  ),
  'nobody answers, and nobody else is asked': by([
    unit('domain/decide/wake'),
    'then goes to the backup approvers alone, who may approve from then on',
  ]),
  'something optional stands in front of the approval': by([
    unit('steps/review-pending'),
    'reviews without the database where that cannot be read, and never calls that safe',
  ]),

  'one person in two groups counts twice, or keeps it pending': by([
    approvals,
    'count a person who is in two groups once',
  ]),
  'two approvals overwrite each other': by([deploys, 'counts both of two approvals that come at the same moment']),
  'the reason of a rejection is held in memory': by([unit('slack/presses'), 'reject ends the request with its reason']),
  'a press is acknowledged before it is kept': by([
    'e2e/survival-redis.test.ts',
    'a command typed while Redis is away is acknowledged, and done when it is back',
  ]),
  'a second approval starts the deploy again': by(
    [approve, 'changes nothing outside of waiting, and says why'],
    [deploys, 'is claimed by one of two workers'],
  ),
  'one in the night lies outside of a window over midnight': by([
    unit('domain/windows'),
    'is open overnight on the day after, and only after a day of the list',
  ]),
  'two approvals may be of one person': by([
    approvals,
    'are of distinct people other than the requester, for this receipt, in any order the same',
  ]),
};

const titles = new Map(
  sourceFiles(['test'], /\.test\.ts$/).map(({ path, text }) => [path, new Set(titlesIn(text))] as const),
);

/** What stands as a title in a test file: also of tests with rows, whose title is on a line of its own. */
function titlesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:\b(?:it|test)(?:\.\w+)*|\))\(\s*(['"`])(.+?)\1,/gs)].map(([, , title = '']) => title);
}

describe.each(Object.entries(complaints))('%s', (_, answer) => {
  it('leftOut' in answer ? `does not apply: ${answer.leftOut}` : 'is proved not to be so', () => {
    const proofs = 'proofs' in answer ? answer.proofs : [];
    const gone = proofs.filter(([file, title]) => titles.get(`test/${file}`)?.has(title) !== true);
    expect(gone).toEqual([]);
    expect('leftOut' in answer || proofs.length > 0).toBe(true);
  });
});

it('covers them all, and would see a title that is gone', () => {
  expect(Object.keys(complaints)).toHaveLength(33 + 7);
  expect(titles.get('test/architecture/complaints.test.ts')?.has('no such test')).toBe(false);
});
