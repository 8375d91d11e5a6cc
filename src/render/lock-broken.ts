import type { EnvironmentId } from '../domain/ids.ts';
import { typed } from './commands.ts';
import { bold, code, md } from './escape.ts';
import { message, type Rendered, section } from './limits.ts';
import { shortName } from './words.ts';

/** For who pressed: a status card stays as it was drawn, so nothing else would answer. */
export function lockBroken(environment: EnvironmentId): Rendered {
  const text = md`The host lock of ${bold(shortName(environment))} is being removed. ${code(typed(`status ${environment}`))} shows when it is gone.`;
  return message(text, [section(text)]);
}
