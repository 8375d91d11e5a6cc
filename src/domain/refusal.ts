import type { EpochMs } from '../lib/time.ts';
import type { GateId } from './gates/gate.ts';
import type { EnvironmentId, RunId, UserId } from './ids.ts';
import type { AllowedCommand, Principal, Right } from './policy.ts';

/**
 * Why a command or a press did nothing. `code` is stable and shown; `render` says the sentence, who could, and what to do next.
 * A refusal is seen by the presser alone.
 */
export type Refusal =
  | { readonly code: 'unknown-command'; readonly typed: string; readonly nearest: string | null }
  | {
      readonly code: 'unknown-environment';
      readonly typed: string;
      readonly nearest: EnvironmentId | null;
      readonly known: readonly EnvironmentId[];
    }
  | { readonly code: 'ambiguous-environment'; readonly typed: string; readonly candidates: readonly EnvironmentId[] }
  | { readonly code: 'usage'; readonly command: string; readonly usage: string; readonly why: string }
  | { readonly code: 'unknown-run'; readonly typed: string }
  | {
      readonly code: 'right-missing';
      readonly right: Right;
      readonly environment: EnvironmentId;
      readonly holders: readonly Principal[] | 'members';
    }
  /** Of `dev`, `reset` and `push`: on a protected environment they do not exist, for nobody. */
  | { readonly code: 'protected-environment'; readonly command: AllowedCommand; readonly environment: EnvironmentId }
  /** The environment's `allow` does not name it. */
  | { readonly code: 'not-allowed-here'; readonly command: AllowedCommand; readonly environment: EnvironmentId }
  | { readonly code: 'person-unknown' }
  | { readonly code: 'guest'; readonly environment: EnvironmentId | null }
  | { readonly code: 'other-workspace' }
  | { readonly code: 'self-approval' }
  | { readonly code: 'self-review' }
  | { readonly code: 'already-approved'; readonly by: UserId; readonly at: EpochMs }
  | { readonly code: 'already-settled'; readonly what: string; readonly by: UserId | null; readonly at: EpochMs | null }
  | {
      readonly code: 'run-ended';
      readonly run: RunId;
      readonly how: string;
      readonly by: UserId | null;
      readonly at: EpochMs;
    }
  | { readonly code: 'run-started'; readonly run: RunId; readonly at: EpochMs }
  | { readonly code: 'still-preparing'; readonly run: RunId }
  | { readonly code: 'receipt-outdated'; readonly run: RunId }
  | { readonly code: 'gate-closed'; readonly run: RunId; readonly gates: readonly GateId[] }
  /** Statements that fail or lose data for certain; `rules` found them. */
  | { readonly code: 'review-blocked'; readonly run: RunId; readonly rules: readonly string[] }
  | {
      readonly code: 'environment-busy';
      readonly environment: EnvironmentId;
      readonly run: RunId;
      readonly link: string | null;
    }
  | {
      readonly code: 'frozen';
      readonly environment: EnvironmentId;
      readonly reason: string;
      readonly by: UserId;
      readonly until: EpochMs | null;
    }
  | { readonly code: 'not-frozen'; readonly environment: EnvironmentId }
  | { readonly code: 'window-outside'; readonly why: string }
  | { readonly code: 'window-needed'; readonly environment: EnvironmentId }
  | { readonly code: 'not-available-yet'; readonly command: string }
  | { readonly code: 'cannot-cancel'; readonly why: string }
  | { readonly code: 'nothing-to-do'; readonly why: string }
  | { readonly code: 'press-expired' }
  /** A button or modal of an earlier version, or about something that is gone. */
  | { readonly code: 'press-unknown' }
  /** What it is about was written by a newer version of Godwit, which is taking over. */
  | { readonly code: 'newer-version' }
  | { readonly code: 'temporary'; readonly what: string };
export type RefusalCode = Refusal['code'];
