import type { Freeze } from '../domain/freeze.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import { typed } from './commands.ts';
import { bold, code, type Mrkdwn, md } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import { date, mention, sentence, shortName } from './words.ts';

/** The channel learns that nobody deploys meanwhile, and how it ends. */
export function freezeSet({ environment, by, reason, until }: Freeze): Rendered {
  const end = until === null ? md`until it is lifted` : md`until ${date(until)}`;
  const text = md`${mention(by)} froze ${bold(shortName(environment))} ${end}: ${sentence(reason)}`;
  const lift = md`${code(typed(`unfreeze ${environment}`))} lifts it.`;
  return message(text, [
    section(text),
    context(md`Nobody deploys meanwhile; backups and restores are possible.`, lift),
  ]);
}

/** The channel learns that deploys may start again. */
export function freezeLifted(environment: EnvironmentId, by: UserId): Rendered {
  const text: Mrkdwn = md`${mention(by)} lifted the freeze of ${bold(shortName(environment))}. What waited for it starts by itself.`;
  return message(text, [section(text)]);
}
