import type { RunId } from '../../domain/ids.ts';
import type { Resolution } from '../../domain/resolve.ts';

/** What a person asked for. `environment` is as it was typed; `findEnvironment` says which one that is. */
export type Command =
  | { readonly name: 'help' }
  /** Null: all environments. */
  | { readonly name: 'status' | 'history'; readonly environment: string | null }
  | { readonly name: 'plan' | 'drift' | 'backups' | 'rollback' | 'locks' | 'unfreeze'; readonly environment: string }
  | { readonly name: 'reset' | 'push'; readonly environment: string }
  /** `migration` is of `[a-z0-9_-]`; null: what is pending is applied. */
  | { readonly name: 'dev'; readonly environment: string; readonly migration: string | null }
  /** `emergency`: why it must not wait; null where it waits as its rules say. */
  | { readonly name: 'deploy'; readonly environment: string; readonly emergency: string | null }
  /** `migration` as it was typed: its name, or a part of it. */
  | {
      readonly name: 'resolve';
      readonly environment: string;
      readonly as: Resolution;
      readonly migration: string;
    }
  /** `label` is of `[a-z0-9-]`. */
  | { readonly name: 'backup'; readonly environment: string; readonly label: string | null }
  | { readonly name: 'run' | 'cancel'; readonly run: RunId }
  /** `forMs` null: until somebody lifts it. */
  | { readonly name: 'freeze'; readonly environment: string; readonly reason: string; readonly forMs: number | null };
