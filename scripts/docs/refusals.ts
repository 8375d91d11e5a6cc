import type { EnvironmentId, GroupId, RunId, UserId } from '../../src/domain/ids.ts';
import type { Refusal, RefusalCode } from '../../src/domain/refusal.ts';
import { trouble, troubleCodes } from '../../src/domain/trouble.ts';
import { epochMs } from '../../src/lib/time.ts';
import { refusal } from '../../src/render/refusal.ts';
import { nextStep, troubleTitle } from '../../src/render/trouble.ts';
import { plainText } from './plain-text.ts';
import { code, table } from './table.ts';

const environment = 'shop/production' as EnvironmentId;
const staging = 'shop/staging' as EnvironmentId;
const run = 'r7k3m9pa' as RunId;
const [ana, ben] = ['ANA' as UserId, 'BEN' as UserId];
const at = epochMs(Date.UTC(2026, 10, 23, 14, 2));

/** One of each code: a new one does not compile until it stands here. */
const samples: { readonly [Code in RefusalCode]: Omit<Extract<Refusal, { code: Code }>, 'code'> } = {
  'unknown-command': { typed: 'deplyo', nearest: 'deploy' },
  'unknown-environment': { typed: 'prodcution', nearest: environment, known: [environment] },
  'ambiguous-environment': { typed: 'shop', candidates: [staging, environment] },
  usage: { command: 'deploy', usage: 'deploy <env>', why: 'the environment is missing' },
  'unknown-run': { typed: 'r7k3' },
  'right-missing': { right: 'approve', environment, holders: [ana, 'SDBA' as GroupId] },
  'protected-environment': { command: 'reset', environment },
  'not-allowed-here': { command: 'reset', environment: staging },
  'person-unknown': {},
  guest: { environment },
  'other-workspace': {},
  'self-approval': {},
  'self-review': {},
  'already-approved': { by: ana, at },
  'already-settled': { what: 'the review', by: ana, at },
  'run-ended': { run, how: 'cancelled', by: ana, at },
  'run-started': { run, at },
  'still-preparing': { run },
  'receipt-outdated': { run },
  'gate-closed': { run, gates: ['edited', 'drift'] },
  'review-blocked': { run, rules: ['D03'] },
  'environment-busy': { environment, run, link: null },
  frozen: { environment, reason: 'release day', by: ben, until: at },
  'not-frozen': { environment },
  'window-outside': { why: 'the picked time lies outside the configured windows' },
  'window-needed': { environment },
  'not-available-yet': { command: 'drift' },
  'cannot-cancel': { why: 'the change has begun and goes on to its end' },
  'nothing-to-do': { why: 'this was done already' },
  'press-expired': {},
  'press-unknown': {},
  'newer-version': {},
  temporary: { what: 'the database of Godwit does not answer' },
};

/** Without the reason code that stands in small below them. */
function sentences(why: Refusal): string {
  const [section] = refusal(why).blocks;
  return section?.type === 'section' ? (section.text?.text ?? '') : '';
}

export const refusalTable = (): string =>
  table(
    ['code', 'as it is said'],
    Object.entries(samples).map(([name, sample]) => [
      code(name),
      plainText(sentences({ code: name, ...sample } as Refusal)),
    ]),
  );

export const troubleTable = (): string =>
  table(
    ['code', 'what happened', 'what to do'],
    troubleCodes.map((name) => {
      const one = trouble(name, '');
      return [code(name), troubleTitle(one), plainText(nextStep(one).mrkdwn)];
    }),
  );
