import type { Button, KnownBlock } from '@slack/types';
import type { ChecklistRow } from '../domain/readiness-types.ts';
import { assertNever } from '../lib/assert-never.ts';
import { runActions } from './action-ids.ts';
import { bold, type Mrkdwn, md, nothing } from './escape.ts';
import { actions, button, confirm, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { count, date, itemName, mention, runCode, shortName } from './words.ts';

/** The rows of the checklist, each with what can be done about it. */
export function checklistBlocks(view: RunView): readonly (KnownBlock | null)[] {
  return view.readiness.rows.flatMap((row) => {
    const [first, ...more] = rowButtons(row, view);
    return [section(rowText(row, view), first ?? null), actions(...more)];
  });
}

/** "☑ *SQL review* · reviewed · @ana · Today 14:02". What is open says so: the box never carries it alone. */
function rowText(row: ChecklistRow, view: RunView): Mrkdwn {
  const word = bold(itemName(row.item, view.environment));
  switch (row.state.kind) {
    case 'settled':
      return md`☑ ${word} · ${row.state.how}${picked(row, view)}${settledBy(row.state)}`;
    case 'open':
      return md`☐ ${word} · open: ${row.state.need}`;
    case 'under-way':
      return md`◌ ${word} · under way: ${row.state.what}${row.state.run === null ? nothing : md` (${runCode(row.state.run)})`}`;
    case 'passed-over':
      return md`☐ ${word} · passed over in this emergency: ${row.state.need}`;
    default:
      return assertNever(row.state);
  }
}

const settledBy = ({ by, at }: Extract<ChecklistRow['state'], { kind: 'settled' }>): Mrkdwn =>
  md`${by === null ? nothing : md` · ${mention(by)}`}${at === null ? nothing : md` · ${date(at)}`}`;

function picked({ item }: ChecklistRow, { run }: RunView): Mrkdwn {
  const window = run.checklist.window;
  return item === 'window' && window?.kind === 'picked'
    ? md`, from ${date(window.opensAt)} to ${date(window.closesAt)}`
    : nothing;
}

/** What can be pressed beside a row, most sensible first. Nothing that would do nothing. */
function rowButtons(row: ChecklistRow, view: RunView): readonly Button[] {
  switch (row.item) {
    case 'backup':
      return backupButtons(row, view);
    case 'review':
      return [reviewButton(row, view)];
    case 'staging':
      return row.state.kind === 'open' ? sourceButtons(row, view) : [];
    case 'window':
      return row.state.kind === 'passed-over' ? [] : windowButtons(row, view);
    case 'notify':
      return row.state.kind === 'open' ? [announceButton(view)] : [];
    default:
      return assertNever(row.item);
  }
}

/** Also where the run would take the backup itself: taking it early makes the window shorter. */
function backupButtons({ state }: ChecklistRow, { run }: RunView): readonly Button[] {
  const byItself = state.kind === 'settled' && state.at === null;
  if (state.kind !== 'open' && !byItself) return [];
  return [button({ action: runActions.backUpNow, value: run.id, text: 'Back up now' })];
}

const reviewButton = ({ state }: ChecklistRow, { run }: RunView): Button =>
  button({ action: runActions.review, value: run.id, text: state.kind === 'settled' ? 'Read SQL' : 'Review SQL' });

function sourceButtons({ state }: ChecklistRow, { run, environment }: RunView): readonly Button[] {
  const source = environment.policy.promotesFrom;
  if (source === null) return [];
  const name = shortName(source);
  const look = button({ action: runActions.lookAtSource, value: run.id, text: `Look at ${name} again` });
  const unproved = run.plan?.promotion?.unproved.length ?? 0;
  if (state.kind !== 'open' || unproved === 0) return [look];
  const question = confirm({
    title: `Deploy to ${name}?`,
    text: `A request to deploy is opened on ${name} in your name; ${count(unproved, 'migration')} of this one did not run there yet.`,
    yes: `Deploy to ${name}`,
  });
  return [
    button({ action: runActions.deploySource, value: run.id, text: `Deploy to ${name}`, confirm: question }),
    look,
  ];
}

function windowButtons({ state }: ChecklistRow, { run }: RunView): readonly Button[] {
  const pick = (text: string): Button => button({ action: runActions.pickWindow, value: run.id, text });
  const notNeeded = button({ action: runActions.windowNotNeeded, value: run.id, text: 'Not needed' });
  if (state.kind === 'open') return [pick('Pick a time'), notNeeded];
  return [pick(run.checklist.window === null ? 'Pick a time' : 'Change')];
}

function announceButton({ run, environment }: RunView): Button {
  const channels = count(environment.policy.announce.length, 'channel');
  const question = confirm({
    title: 'Announce it now?',
    text: `The announcement is posted to ${channels}. The start and the end are announced there by themselves.`,
    yes: 'Announce',
  });
  return button({ action: runActions.announce, value: run.id, text: 'Announce now', confirm: question });
}
