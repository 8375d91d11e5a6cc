import type { Environment } from '../domain/environment.ts';
import type { Missing } from '../domain/readiness-types.ts';
import { assertNever } from '../lib/assert-never.ts';
import { andList, bold, code, type Mrkdwn, md, nothing } from './escape.ts';
import type { RunView } from './run-view.ts';
import { count, date, itemName, runCode } from './words.ts';

/** What a run waits for, in one line; a run starts by itself, and people should know when. */
export function missingLine({ readiness: { missing, startsAt }, environment }: RunView): Mrkdwn {
  if (missing.length === 0) return md`${bold('Everything is settled.')} It starts by itself now.`;
  if (startsAt !== null && missing.every(isTime)) {
    return md`${bold('Everything is settled.')} It starts by itself ${date(startsAt)}${reasons(missing)}.`;
  }
  const said = missing.filter((one) => one.kind !== 'window' || !missing.some(isWindowRow));
  return md`${bold('Waits for')} ${andList(said.map((one) => missingWords(one, environment)))}. Then it starts by itself.`;
}

/** The row of the checklist says already that a window is missing. */
const isWindowRow = (one: Missing): boolean => one.kind === 'item' && one.item === 'window';

const isTime = ({ kind }: Missing): boolean => kind === 'window' || kind === 'freeze';

/** Only a freeze needs a word of its own: a window explains itself. */
const reasons = (missing: readonly Missing[]): Mrkdwn => {
  const freeze = missing.find((one) => one.kind === 'freeze');
  return freeze === undefined ? nothing : md`, when the freeze ends: ${freeze.reason}`;
};

function missingWords(missing: Missing, environment: Environment): Mrkdwn {
  switch (missing.kind) {
    case 'gate':
      return md`gate ${code(missing.gate)}`;
    case 'item':
      return md`${lowered(itemName(missing.item, environment))}`;
    case 'blocked':
      return md`a change of its SQL`;
    case 'approvals':
      return md`${count(missing.need - missing.have, 'more approval')}`;
    case 'window':
      return missing.opensAt === null ? md`a window` : md`its window (opens ${date(missing.opensAt)})`;
    case 'freeze':
      return md`the end of the freeze (${missing.reason}${missing.until === null ? nothing : md`, until ${date(missing.until)}`})`;
    case 'other-run':
      return md`the end of run ${runCode(missing.run)}`;
    default:
      return assertNever(missing);
  }
}

/** "SQL review" keeps its capitals. */
const lowered = (text: string): string =>
  /^[A-Z]{2}/.test(text) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
