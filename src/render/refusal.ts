import type { EnvironmentId, UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/policy.ts';
import type { Refusal } from '../domain/refusal.ts';
import { assertNever } from '../lib/assert-never.ts';
import { clamp } from '../lib/clamp.ts';
import type { EpochMs } from '../lib/time.ts';
import { typed } from './commands.ts';
import { andList, code, link, type Mrkdwn, md, nothing } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import { capital, date, mention, principal, rightWords, runCode, sentence, shortName } from './words.ts';

/** Why nothing happened, seen by the presser alone: which rule, who could, what next; the stable code in small. */
export function refusal(why: Refusal): Rendered {
  const text = sentences(why);
  return message(text, [section(text), context(md`Reason code: ${code(why.code)}`)]);
}

// long: the menu of every code, one a line, so that a new one must be given its place
function sentences(why: Refusal): Mrkdwn {
  switch (why.code) {
    case 'unknown-command':
    case 'unknown-environment':
    case 'ambiguous-environment':
    case 'usage':
    case 'unknown-run':
    case 'not-available-yet':
      return typedWrong(why);
    case 'right-missing':
    case 'protected-environment':
    case 'not-allowed-here':
    case 'person-unknown':
    case 'guest':
    case 'other-workspace':
    case 'self-approval':
    case 'self-review':
      return notAllowed(why);
    case 'already-approved':
    case 'already-settled':
    case 'run-ended':
    case 'run-started':
    case 'still-preparing':
    case 'receipt-outdated':
    case 'gate-closed':
    case 'review-blocked':
    case 'press-expired':
    case 'press-unknown':
      return tooLate(why);
    case 'environment-busy':
    case 'frozen':
    case 'not-frozen':
    case 'window-outside':
    case 'window-needed':
    case 'cannot-cancel':
    case 'nothing-to-do':
    case 'newer-version':
    case 'temporary':
      return notNow(why);
    default:
      return assertNever(why);
  }
}

type Of<Code extends Refusal['code']> = Extract<Refusal, { code: Code }>;

function typedWrong(
  why: Of<
    'unknown-command' | 'unknown-environment' | 'ambiguous-environment' | 'usage' | 'unknown-run' | 'not-available-yet'
  >,
): Mrkdwn {
  switch (why.code) {
    case 'unknown-command':
      return why.nearest === null
        ? md`There is no command ${typedCode(why.typed)}. ${code(typed('help'))} lists what you can do.`
        : md`There is no command ${typedCode(why.typed)}. Did you mean ${code(typed(why.nearest))}?`;
    case 'unknown-environment':
      return md`There is no environment ${typedCode(why.typed)}. ${environmentHint(why)}`;
    case 'ambiguous-environment':
      return md`${typedCode(why.typed)} could be ${orList(why.candidates)}. Please type more of it.`;
    case 'usage':
      return md`${capital(sentence(why.why))} It is typed like this: ${code(typed(why.usage))}`;
    case 'unknown-run':
      return md`There is no run ${typedCode(why.typed)}. ${code(typed('history'))} lists the latest ones.`;
    case 'not-available-yet':
      return md`${code(typed(why.command))} is not available yet. ${code(typed('help'))} lists what is.`;
    default:
      return assertNever(why);
  }
}

/** What somebody typed, as far as it helps to recognise it. */
const typedCode = (text: string): Mrkdwn => code(clamp(text, 80));

function environmentHint({ nearest, known }: Of<'unknown-environment'>): Mrkdwn {
  if (nearest !== null) return md`Did you mean ${code(nearest)}?`;
  return known.length === 0 ? md`None is configured.` : md`Configured: ${orList(known)}.`;
}

const orList = (environments: readonly EnvironmentId[]): Mrkdwn =>
  environments.length > 12
    ? md`${andList(environments.slice(0, 12).map(code))} and ${environments.length - 12} more`
    : andList(environments.map(code), 'or');

function notAllowed(
  why: Of<
    | 'right-missing'
    | 'protected-environment'
    | 'not-allowed-here'
    | 'person-unknown'
    | 'guest'
    | 'other-workspace'
    | 'self-approval'
    | 'self-review'
  >,
): Mrkdwn {
  switch (why.code) {
    case 'right-missing':
      return md`You may not ${rightWords[why.right]} ${shortName(why.environment)} (right ${code(why.right)}). ${holders(why.holders)}`;
    case 'protected-environment':
      return md`There is no ${code(typed(why.command))} on ${shortName(why.environment)}: it is protected, and nobody can switch it on there. ${code(typed(`deploy ${why.environment}`))} applies migrations.`;
    case 'not-allowed-here':
      return md`There is no ${code(typed(why.command))} on ${shortName(why.environment)}. An environment has it only where ${code('allow')} in its configuration names it.`;
    case 'person-unknown':
      return md`Slack could not say who you are just now, so nothing was done. Please try again in a minute.`;
    case 'other-workspace':
      return md`Godwit serves the people of the workspace that it is installed in, and you are here from another one. Please ask somebody of theirs.`;
    case 'guest':
      return md`Guests, bots and people who left may not use Godwit${why.environment === null ? nothing : md` on ${shortName(why.environment)}`}. Please ask a full member of the workspace.`;
    case 'self-approval':
      return md`You asked for this, so somebody else has to approve it.`;
    case 'self-review':
      return md`You asked for this, so somebody else has to review its SQL.`;
    default:
      return assertNever(why);
  }
}

/** Who could. */
function holders(who: readonly Principal[] | 'members'): Mrkdwn {
  if (who === 'members') return md`Every full member of the workspace may.`;
  if (who.length === 0) return md`Nobody may: it takes a change of the configuration.`;
  const named = who.slice(0, 20).map(principal);
  return md`Please ask ${andList(who.length > 20 ? [...named, md`others`] : named, 'or')}.`;
}

const byAndAt = (by: UserId | null, at: EpochMs | null): Mrkdwn =>
  md`${by === null ? nothing : md` by ${mention(by)}`}${at === null ? nothing : md`, ${date(at)}`}`;

function tooLate(
  why: Of<
    | 'already-approved'
    | 'already-settled'
    | 'run-ended'
    | 'run-started'
    | 'still-preparing'
    | 'receipt-outdated'
    | 'gate-closed'
    | 'review-blocked'
    | 'press-expired'
    | 'press-unknown'
  >,
): Mrkdwn {
  switch (why.code) {
    case 'already-approved':
      return md`Already approved${byAndAt(why.by, why.at)}. Nothing more to do.`;
    case 'already-settled':
      return md`Already settled: ${why.what}${byAndAt(why.by, why.at)}.`;
    case 'run-ended':
      return md`Run ${runCode(why.run)} has ended: ${why.how}${byAndAt(why.by, why.at)}. To try again, please ask anew.`;
    case 'run-started':
      return md`Run ${runCode(why.run)} has started already, ${date(why.at)}. Its card shows how far it is.`;
    case 'still-preparing':
      return md`Run ${runCode(why.run)} is still looking at files and history. Please press again in a moment.`;
    case 'receipt-outdated':
      return md`Something changed since you saw run ${runCode(why.run)}. Please look at its card again before you decide.`;
    case 'gate-closed':
      return md`Run ${runCode(why.run)} cannot be approved yet: ${andList(why.gates.map(code))}. Its card says what to do about it.`;
    case 'review-blocked':
      return md`Run ${runCode(why.run)} cannot start: its SQL fails or loses data for certain (${why.rules.join(', ')}). Its card says where, and what to do.`;
    case 'press-unknown':
      return md`Godwit does not know any more what this is about, so nothing was done. ${code(typed('status'))} brings a fresh card.`;
    case 'press-expired':
      return md`Slack opens a dialog only within three seconds of the press, and once. If none came, it took too long; please press again.`;
    default:
      return assertNever(why);
  }
}

function notNow(
  why: Of<
    | 'environment-busy'
    | 'frozen'
    | 'not-frozen'
    | 'window-outside'
    | 'window-needed'
    | 'cannot-cancel'
    | 'nothing-to-do'
    | 'newer-version'
    | 'temporary'
  >,
): Mrkdwn {
  switch (why.code) {
    case 'environment-busy': {
      const run = why.link === null ? md`run ${runCode(why.run)}` : link(why.link, `run ${why.run}`);
      return md`${shortName(why.environment)} already has an open request: ${run}. Wait for its end, or cancel it with ${code(typed(`cancel ${why.run}`))}.`;
    }
    case 'frozen':
      return md`${shortName(why.environment)} is frozen by ${mention(why.by)}: ${sentence(why.reason)} ${why.until === null ? md`It holds until somebody types ${code(typed(`unfreeze ${why.environment}`))}.` : md`It ends ${date(why.until)}.`}`;
    case 'not-frozen':
      return md`${shortName(why.environment)} is not frozen, so there was nothing to lift.`;
    case 'window-outside':
      return md`That time does not work: ${sentence(why.why)} Please pick another.`;
    case 'window-needed':
      return md`${shortName(why.environment)} is only changed inside its windows, so *not needed* is not possible. Please pick a time.`;
    case 'cannot-cancel':
      return md`It cannot be cancelled now: ${sentence(why.why)}`;
    case 'nothing-to-do':
      return md`There is nothing to do: ${sentence(why.why)}`;
    case 'newer-version':
      return md`A newer version of Godwit is taking over here and holds this already. Nothing was done by this one; please try again in a minute.`;
    case 'temporary':
      return md`${capital(sentence(why.what))} Nothing was done; please try again in a minute.`;
    default:
      return assertNever(why);
  }
}
