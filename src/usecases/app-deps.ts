import type { Slack } from '../ports/slack.ts';
import type { Deps } from './deps.ts';

/** What the app works with, besides what every usecase has. */
export interface AppDeps extends Deps {
  readonly slack: Slack;
  /** Makes a PNG of an SVG; null where this machine has no fonts. */
  readonly png: (svg: string) => Buffer | null;
  /** `https://team.slack.com/`, from which links to messages are made; null until Slack said it. */
  readonly workspaceUrl: () => string | null;
  /** The id of the one workspace whose people Godwit serves; null until Slack said it. */
  readonly workspace: () => string | null;
}
