import type { EpochMs } from '../lib/time.ts';
import type { GateId } from './gates/gate.ts';
import type { RunId, UserId } from './ids.ts';
import type { ChecklistItem } from './policy.ts';
import type { Approval } from './run.ts';

/** One row of the checklist, as far as it is settled. */
export interface ChecklistRow {
  readonly item: ChecklistItem;
  readonly state:
    | {
        readonly kind: 'settled';
        /** "taken when the run starts", "inside the window Mon–Thu 22:00–02:00" */
        readonly how: string;
        readonly by: UserId | null;
        readonly at: EpochMs | null;
      }
    /** `need`: what has to happen, as a phrase: "somebody who may approve reads it". */
    | { readonly kind: 'open'; readonly need: string }
    | { readonly kind: 'under-way'; readonly what: string; readonly run: RunId | null }
    /** Open, and the emergency does not wait for it. */
    | { readonly kind: 'passed-over'; readonly need: string };
}

/** One thing without which a run does not start. */
export type Missing =
  /** A gate that holds up the approval. */
  | { readonly kind: 'gate'; readonly gate: GateId }
  | { readonly kind: 'item'; readonly item: ChecklistItem }
  /** The review found statements that fail or lose data for certain, in so many places. */
  | { readonly kind: 'blocked'; readonly findings: number }
  | { readonly kind: 'approvals'; readonly have: number; readonly need: number }
  | { readonly kind: 'window'; readonly opensAt: EpochMs | null }
  | { readonly kind: 'freeze'; readonly reason: string; readonly until: EpochMs | null }
  | { readonly kind: 'other-run'; readonly run: RunId };

/** Whether a run may start, and what it waits for. */
export interface Readiness {
  /** It waits neither for people nor for time. */
  readonly emergency: boolean;
  /** In the order of the checklist. */
  readonly rows: readonly ChecklistRow[];
  /** Null: none are needed. `counted` holds those that count now. */
  readonly approvals: {
    readonly need: number;
    readonly counted: readonly Approval[];
    readonly have: number;
  } | null;
  readonly missing: readonly Missing[];
  readonly ready: boolean;
  /** When only time is missing: the moment of the start. */
  readonly startsAt: EpochMs | null;
}
