import type { ChannelId, EnvironmentId, GroupId, UserId } from './ids.ts';

/** A person, or everyone of a user group. */
export type Principal = UserId | GroupId;

/** What a person may be allowed to do to one environment. */
export type Right = 'read' | 'request' | 'approve' | 'operate' | 'destroy' | 'emergency';

/** Who holds a right. `members` = every full member of the workspace, no guests, no bots. An empty list lets nobody in. */
export type Holders = 'members' | readonly Principal[];

export type Rights = Readonly<Record<Right, Holders>>;

/** The rows of the guide's checklist, in its order. */
export const checklistItems = ['backup', 'review', 'staging', 'window', 'notify'] as const;
export type ChecklistItem = (typeof checklistItems)[number];

export interface ApprovalPolicy {
  /** Distinct people, never the requester. At least 1. */
  readonly required: number;
  readonly expireAfterMs: number;
  /** Null: nobody is reminded. */
  readonly remindAfterMs: number | null;
  /** Asked when the reminder brought nothing; from then on their approval counts. */
  readonly backup: readonly Principal[];
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A recurring span in `zone`; `to` at or before `from` lies on the next day. `days` name the day on which it opens. */
export interface RecurringWindow {
  readonly days: readonly Weekday[];
  /** "22:00" */
  readonly from: string;
  /** "02:00" */
  readonly to: string;
  /** An IANA zone, "Europe/Berlin". */
  readonly zone: string;
}

export type AllowedCommand = 'dev' | 'reset' | 'push';

/** The rules of one environment. */
export interface Policy {
  readonly protected: boolean;
  readonly promotesFrom: EnvironmentId | null;
  readonly rights: Rights;
  /** Null: starts on request. */
  readonly approvals: ApprovalPolicy | null;
  readonly checklist: readonly ChecklistItem[];
  readonly windows: readonly RecurringWindow[];
  readonly announce: readonly ChannelId[];
  readonly allow: readonly AllowedCommand[];
}
