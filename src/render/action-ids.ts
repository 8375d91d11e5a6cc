/**
 * What presses and modals are called on their way back from Slack. They also stand on cards from before a restart or an
 * update: a name that was once sent must stay understood.
 */
import type { SessionMark } from '../domain/locks.ts';

/** Buttons whose value is the id of a run. */
export const runActions = {
  approve: 'run.approve',
  /** Opens the modal `reject`. */
  reject: 'run.reject',
  cancel: 'run.cancel',
  /** Opens the modal `review`. */
  review: 'run.review',
  backUpNow: 'run.back-up-now',
  /** Deploys to the environment that this one promotes from. */
  deploySource: 'run.deploy-source',
  /** Compares again with the environment that this one promotes from. */
  lookAtSource: 'run.look-at-source',
  /** Turn the pages of the modal `review`; their value is a `pageValue`. */
  reviewBack: 'run.review-back',
  reviewNext: 'run.review-next',
  /** Opens the modal `window`. */
  pickWindow: 'run.pick-window',
  windowNotNeeded: 'run.window-not-needed',
  announce: 'run.announce',
  /** Looks at a run of unknown outcome. */
  lookAgain: 'run.look-again',
  /** Looks at the gates of a waiting run once more. */
  checkGates: 'run.check-gates',
  showLog: 'run.show-log',
  /** Asks anew for what a development run was for; a reset or a push by its dialog. */
  askAgain: 'run.ask-again',
  /** Starts the service that a failed restore left stopped. */
  startService: 'run.start-service',
  /** Somebody looked at what was done in an emergency. */
  reviewEmergency: 'run.review-emergency',
} as const;

/** Buttons whose value is the id of an environment. */
export const environmentActions = {
  /** Opens the modal `restore`. */
  restore: 'run.restore',
  /** Asks for a new deploy after one that ended. */
  redeploy: 'run.redeploy',
  deploy: 'status.deploy',
  /** Answers as the command `locks` does. */
  showLocks: 'run.locks',
  breakLock: 'lock.break',
} as const;

/** Buttons whose value is the id of a question. */
export const inquiryActions = {
  /** Opens the review of the pending files, for reading. */
  readPlan: 'plan.read',
  /** Writes the file of a rollback and asks for its deploy. */
  writeMigration: 'down.write',
  /** In the modal `restore`: opens the modal `down`. */
  rollBackWithMigration: 'restore.down',
  /** Its value is a `dropValue`. */
  dropIndex: 'resolve.drop-index',
  /** Looks once more; the answer is drawn again in its place. */
  lookAnew: 'resolve.look-again',
} as const;

/** Buttons whose value is a `migrationValue`: each looks at what of the migration is there, in a modal. */
export const migrationActions = {
  markRolledBack: 'resolve.rolled-back',
  markApplied: 'resolve.applied',
} as const;

/** Buttons whose value is a `sessionValue`. */
export const sessionActions = {
  cancel: 'locks.cancel',
  end: 'locks.end',
} as const;

/** The same on the card of a run, whose id stands in the place of the answer's: of a session that its migration waits for. */
export const blockerActions = {
  cancel: 'run.cancel-blocker',
  end: 'run.end-blocker',
} as const;

export type RunAction = (typeof runActions)[keyof typeof runActions];
export type EnvironmentAction = (typeof environmentActions)[keyof typeof environmentActions];
export type InquiryAction = (typeof inquiryActions)[keyof typeof inquiryActions];
export type SessionAction = (typeof sessionActions)[keyof typeof sessionActions];
export type BlockerAction = (typeof blockerActions)[keyof typeof blockerActions];
export type ActionId = RunAction | EnvironmentAction | InquiryAction | SessionAction | BlockerAction | MigrationAction;
export type MigrationAction = (typeof migrationActions)[keyof typeof migrationActions];

/** The value of a migration's button: the environment, and the migration's name, which may hold anything. */
export const migrationValue = (environment: string, migration: string): string => `${environment}:${migration}`;

/** Reads the value of a migration's button. */
export function readMigration(value: string): { readonly environment: string; readonly migration: string } {
  const at = value.indexOf(':');
  return { environment: value.slice(0, at), migration: value.slice(at + 1) };
}

/** The value of *Drop the invalid index*: the answer that names it, and its place there. */
export const dropValue = (inquiry: string, place: number): string => `${inquiry}:${place}`;

/** Reads the value of *Drop the invalid index*; a place that is none is -1. */
export function readDrop(value: string): { readonly inquiry: string; readonly place: number } {
  const [inquiry = '', place = ''] = value.split(':');
  return { inquiry, place: /^\d{1,4}$/.test(place) ? Number(place) : -1 };
}

/** How many characters of the receipt travel with an approval: enough that no other files pass for these. */
const receiptCharacters = 16;

/** The value of *Approve*: the run, and the receipt that the card showed. */
export const approvalValue = (run: {
  readonly id: string;
  readonly plan: { readonly receipt: string } | null;
}): string => `${run.id}:${run.plan?.receipt.slice(0, receiptCharacters) ?? ''}`;

/** Reads the value of *Approve*. A card that shows no receipt approves nothing: its value matches no receipt. */
export function readApproval(value: string): { readonly run: string; readonly shownReceipt: string } {
  const [run = '', receipt = ''] = value.split(':');
  return { run, shownReceipt: receipt.length === receiptCharacters ? receipt : 'none' };
}

/** The value of a session's button: the answer, or the run, that showed it, and what tells the session from every other. */
export const sessionValue = (shownBy: string, { pid, backendStart, transactionStart }: SessionMark): string =>
  `${shownBy}:${pid}:${backendStart}:${transactionStart ?? ''}`;

/** Reads the value of a session's button; null where it is not one. */
export function readSessionValue(value: string): { readonly shownBy: string; readonly mark: SessionMark } | null {
  const [shownBy = '', pid = '', backendStart = '', transactionStart = ''] = value.split(':');
  if (!/^\d{1,10}$/.test(pid) || backendStart === '') return null;
  const mark = {
    pid: Number(pid),
    backendStart,
    transactionStart: transactionStart === '' ? null : transactionStart,
  };
  return { shownBy, mark };
}

/** The value of a page's button: what the modal is about, the page, and the receipt that is being read. */
export const pageValue = (about: string, page: number, receipt: string): string =>
  `${about}:${page}:${receipt.slice(0, receiptCharacters)}`;

/** Reads the value of a page's button. */
export function readPage(value: string): { readonly about: string; readonly page: number; readonly receipt: string } {
  const [about = '', page = '', receipt = ''] = value.split(':');
  return { about, page: Math.max(0, Math.trunc(Number(page)) || 0), receipt };
}

/**
 * Callback ids of modals. Each modal's `private_metadata` is JSON: `{"run": …}`, `review` also `"receipt"`;
 * `restore`, `down`, `losses` and `resolve` have `{"environment": …, "inquiry": …}` instead, `resolve` also `"as"`.
 */
export const viewIds = {
  review: 'review',
  window: 'window',
  restore: 'restore',
  down: 'down',
  reject: 'reject',
  resolve: 'resolve',
  losses: 'losses',
} as const;
export type ViewId = (typeof viewIds)[keyof typeof viewIds];

/** The inputs of modals. Block id and action id of an input are the same: `values[id][id]`. */
export const inputIds = {
  /** `datetimepicker`: `selected_date_time`, seconds since 1970. */
  windowOpens: 'window.opens',
  /** `static_select`: `selected_option.value`, milliseconds. */
  windowLength: 'window.length',
  /** `static_select`: `selected_option.value`, the path of the backup. */
  backup: 'restore.backup',
  /** `static_select`: `selected_option.value`, how many of the newest migrations are taken back. */
  newest: 'down.newest',
  /** `plain_text_input`: `value`, or null. */
  reason: 'reject.reason',
  /** `plain_text_input`: `value`. */
  why: 'resolve.why',
  /** `plain_text_input`: `value`, the environment's name as somebody typed it. */
  environmentName: 'losses.environment',
  /** `static_select`: `selected_option.value`, one of `pushWays`. */
  pushWay: 'losses.way',
} as const;
export type InputId = (typeof inputIds)[keyof typeof inputIds];
