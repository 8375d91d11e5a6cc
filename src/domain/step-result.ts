import type { Backup } from './backup.ts';
import type { Trouble } from './trouble.ts';

/** What a step came to. */
export type StepResult =
  | { readonly kind: 'done'; readonly summary: string; readonly exitCode: number | null; readonly backup?: Backup }
  | { readonly kind: 'skipped'; readonly why: string }
  | {
      readonly kind: 'failed';
      readonly trouble: Trouble;
      readonly exitCode: number | null;
      /** A restore came to nothing and left the database as it was. */
      readonly unchanged?: true;
      /** What was found out about the run's backup. */
      readonly backup?: Backup;
    };
