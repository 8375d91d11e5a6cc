import type { KnownBlock } from '@slack/types';
import type { EnvironmentId } from '../domain/ids.ts';
import type { AllowedCommand, Right } from '../domain/policy.ts';
import { type CommandWords, chapters, commands, typed } from './commands.ts';
import { andList, bold, code, join, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { context, header, message, type Rendered, section } from './limits.ts';

/** What one person may do, environment by environment. */
export interface HelpView {
  readonly environments: readonly {
    readonly id: EnvironmentId;
    readonly rights: readonly Right[];
    /** What exists only on some environments, and does on this one. */
    readonly allow: readonly AllowedCommand[];
  }[];
}

/** Only what this person may do here, chapter by chapter of the guide. */
export function help(view: HelpView): Rendered {
  const mine: readonly CommandWords[] = commands.filter(
    (command: CommandWords) => usableOn(command, view).length > 0 || command.name === 'help',
  );
  const text = md`You can type ${andList(
    mine.map(({ name }) => code(typed(name))),
    'or',
  )}.`;
  return message(text, [
    header('What you can do here'),
    ...Object.entries(chapters).map(([chapter, title]) =>
      chapterBlock(
        title,
        mine.filter((command) => command.chapter === chapter),
        view,
      ),
    ),
    section(lines(environmentsLine(view))),
    context(
      md`Put ${code('privately')} at the end, and only you see the answer.`,
      md`The beginning of an environment's name is enough.`,
    ),
  ]);
}

const usableOn = ({ right, also, allow: named }: CommandWords, { environments }: HelpView): HelpView['environments'] =>
  environments
    .filter(({ allow }) => named === undefined || allow.includes(named))
    .filter(({ rights }) =>
      right === null ? rights.length > 0 : rights.includes(right) || (also !== undefined && rights.includes(also)),
    );

function chapterBlock(title: string, own: readonly CommandWords[], view: HelpView): KnownBlock | null {
  if (own.length === 0) return null;
  return section(join([bold(title), ...own.map((command) => commandLine(command, view))], '\n'));
}

function commandLine(command: CommandWords, view: HelpView): Mrkdwn {
  const where = usableOn(command, view);
  const everywhere = command.right === null || where.length === view.environments.length;
  const only = everywhere ? nothing : md` (${andList(where.slice(0, 8).map(({ id }) => code(id)))} only)`;
  return md`${code(typed(command.usage))} ${command.does}${only}`;
}

function environmentsLine({ environments }: HelpView): Mrkdwn {
  if (environments.length === 0) return md`No environment is configured.`;
  const mine = environments.filter(({ rights }) => rights.length > 0);
  if (mine.length === 0) return md`There is nothing here that you may do. Please ask a full member of the workspace.`;
  const shown = mine.slice(0, 20).map(({ id }) => code(id));
  const rest = mine.length - shown.length;
  return md`${bold('Environments')} ${join(shown, ', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
