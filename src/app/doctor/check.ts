import type { Settings, Variables } from '../../config/environment-variables.ts';
import type { Configuration, Environment } from '../../domain/environment.ts';
import type { KnownSecrets } from '../../lib/known-secrets.ts';
import type { Log } from '../../ports/log.ts';
import type { Host, Remote } from '../../ports/remote.ts';
import type { Targets } from '../../ports/target.ts';

/** What one look came to: one line, in words for whoever sets Godwit up. */
export interface Finding {
  readonly well: boolean;
  readonly words: string;
}

export const well = (words: string): Finding => ({ well: true, words });
export const notWell = (words: string): Finding => ({ well: false, words });

/** What looks at Godwit's own parts are made with. */
export interface OwnSite {
  readonly settings: Settings;
  readonly variables: Variables;
  readonly secrets: KnownSecrets;
  readonly log: Log;
}

/** One of Godwit's own parts. Null: this role has no business with it. */
export interface OwnCheck {
  readonly name: string;
  readonly look: (site: OwnSite) => Promise<Finding | null>;
}

/** What looks at one environment are made with. */
export interface EnvironmentSite {
  readonly configuration: Configuration;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly remote: Remote;
  readonly targets: Targets;
  /** Throws `RemoteOutage` while the host cannot be reached. */
  readonly host: () => Promise<Host>;
}

/** One look at an environment; where it is not well, those after it would say the same again. */
export interface EnvironmentCheck {
  readonly name: string;
  readonly look: (site: EnvironmentSite) => Promise<Finding>;
}
