import { describe, expect, test } from 'vitest';
import type { GroupId } from '../../../src/domain/ids.ts';
import type { Refusal, RefusalCode } from '../../../src/domain/refusal.ts';
import { refusal } from '../../../src/render/refusal.ts';
import { messageProblems } from '../../support/block-kit.ts';
import { ana, at, ben, production, runId, staging } from './samples.ts';

type Cases = { readonly [Code in RefusalCode]: readonly Extract<Refusal, { code: Code }>[] };

/** At least one of each code: a new one does not compile until it stands here. */
const cases: Cases = {
  'unknown-command': [
    { code: 'unknown-command', typed: 'deplyo', nearest: 'deploy' },
    { code: 'unknown-command', typed: '<!channel>', nearest: null },
  ],
  'unknown-environment': [
    { code: 'unknown-environment', typed: 'prodution', nearest: production.id, known: [staging.id, production.id] },
    { code: 'unknown-environment', typed: 'moon', nearest: null, known: [staging.id, production.id] },
    { code: 'unknown-environment', typed: 'moon', nearest: null, known: [] },
  ],
  'ambiguous-environment': [{ code: 'ambiguous-environment', typed: 'p', candidates: [staging.id, production.id] }],
  usage: [{ code: 'usage', command: 'deploy', usage: 'deploy <env>', why: 'the environment is missing' }],
  'unknown-run': [{ code: 'unknown-run', typed: 'r1' }],
  'right-missing': [
    { code: 'right-missing', right: 'approve', environment: production.id, holders: [ben, 'S01' as GroupId] },
    { code: 'right-missing', right: 'destroy', environment: production.id, holders: [] },
    { code: 'right-missing', right: 'read', environment: production.id, holders: 'members' },
  ],
  'protected-environment': [{ code: 'protected-environment', command: 'reset', environment: production.id }],
  'not-allowed-here': [{ code: 'not-allowed-here', command: 'dev', environment: staging.id }],
  'person-unknown': [{ code: 'person-unknown' }],
  'other-workspace': [{ code: 'other-workspace' }],
  guest: [
    { code: 'guest', environment: production.id },
    { code: 'guest', environment: null },
  ],
  'self-approval': [{ code: 'self-approval' }],
  'self-review': [{ code: 'self-review' }],
  'already-approved': [{ code: 'already-approved', by: ana, at: at() }],
  'already-settled': [
    { code: 'already-settled', what: 'the window', by: ana, at: at() },
    { code: 'already-settled', what: 'the backup', by: null, at: null },
  ],
  'run-ended': [{ code: 'run-ended', run: runId, how: 'cancelled', by: ana, at: at() }],
  'run-started': [{ code: 'run-started', run: runId, at: at() }],
  'still-preparing': [{ code: 'still-preparing', run: runId }],
  'receipt-outdated': [{ code: 'receipt-outdated', run: runId }],
  'gate-closed': [{ code: 'gate-closed', run: runId, gates: ['edited', 'drift'] }],
  'review-blocked': [{ code: 'review-blocked', run: runId, rules: ['D03', 'L04'] }],
  'environment-busy': [
    { code: 'environment-busy', environment: production.id, run: runId, link: 'https://godwit.slack.com/p1' },
    { code: 'environment-busy', environment: production.id, run: runId, link: null },
  ],
  frozen: [
    { code: 'frozen', environment: production.id, reason: 'release day', by: ben, until: at(60) },
    { code: 'frozen', environment: production.id, reason: 'until <!here> is back', by: ben, until: null },
  ],
  'not-frozen': [{ code: 'not-frozen', environment: production.id }],
  'window-outside': [{ code: 'window-outside', why: 'production is changed Mon–Thu 22:00–02:00 only' }],
  'window-needed': [{ code: 'window-needed', environment: production.id }],
  'not-available-yet': [{ code: 'not-available-yet', command: 'drift' }],
  'cannot-cancel': [{ code: 'cannot-cancel', why: 'the restore is replacing the database' }],
  'nothing-to-do': [{ code: 'nothing-to-do', why: 'every migration is applied already' }],
  'press-expired': [{ code: 'press-expired' }],
  'press-unknown': [{ code: 'press-unknown' }],
  'newer-version': [{ code: 'newer-version' }],
  temporary: [{ code: 'temporary', what: 'the database of Godwit does not answer' }],
};

const all = Object.values(cases).flat();

describe('refusals', () => {
  test('each says its sentence in plain words', () => {
    expect(all.map((why) => `${why.code}: ${refusal(why).text}`).join('\n')).toMatchSnapshot();
  });

  test.each(all)('$code shows its code in small, and no text of somebody else pings', (why) => {
    const drawn = refusal(why);
    expect(messageProblems(drawn)).toEqual([]);
    expect(JSON.stringify(drawn.blocks.at(-1))).toContain(`Reason code: \`${why.code}\``);
    expect(JSON.stringify(drawn)).not.toMatch(/<!(channel|here|everyone)/);
  });

  test('none shouts', () => {
    for (const why of all) expect(refusal(why).text).not.toMatch(/(?<!<|&lt;)!/);
  });
});
