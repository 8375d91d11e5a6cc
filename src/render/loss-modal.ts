import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import type { LossReport, PushForecast } from '../domain/inquiry.ts';
import { assertNever } from '../lib/assert-never.ts';
import { inputIds, viewIds } from './action-ids.ts';
import { sentences, tableLines } from './development.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { type Blocks, context, lineInput, modal, option, section, selectInput } from './limits.ts';
import { count } from './words.ts';

export interface LossModalView {
  readonly environment: Environment;
  /** What was asked for the list: what is confirmed is looked up in its answer. */
  readonly inquiry: InquiryId;
  readonly report: LossReport;
}

/** The two ways of a push, as the select's values. */
export const pushWays = { keep: 'keep', forceReset: 'force-reset' } as const;

export const lossTitle = (command: 'reset' | 'push'): string =>
  command === 'reset' ? 'Reset the database' : 'Push the schema';

/** What `reset` or `push` would destroy; begun only once the environment's name is typed below it. */
export function lossModal(view: LossModalView): ModalView {
  const { environment, report } = view;
  const command = report.push === null ? 'reset' : 'push';
  const possible = report.push?.kind !== 'in-sync';
  return modal({
    title: lossTitle(command),
    ...(possible ? { callback: viewIds.losses, submit: command === 'reset' ? 'Reset' : 'Push' } : { close: 'Close' }),
    metadata: { environment: environment.id, inquiry: view.inquiry },
    blocks: report.push === null ? resetBlocks(view) : pushBlocks(view, report.push),
  });
}

function resetBlocks(view: LossModalView): Blocks {
  const { environment, report } = view;
  return [
    section(
      lines(
        md`${bold(`Everything in the database of ${environment.name} is lost.`)} Then ${count(report.files, 'migration is', 'migrations are')} applied to the empty one. Seeds are not run.`,
        backupFirst,
      ),
    ),
    section(tableLines(report)),
    ...confirmation(view),
  ];
}

const backupFirst = md`A backup is taken first; the card then has a button that restores it.`;

function pushBlocks(view: LossModalView, forecast: PushForecast): Blocks {
  switch (forecast.kind) {
    case 'in-sync':
      return [
        section(md`The database of ${bold(view.environment.name)} is what the schema says. There is nothing to push.`),
      ];
    case 'possible':
      return [
        section(lines(foreseen(view, forecast.warnings), backupFirst)),
        wayInput(),
        ...everything(view),
        ...confirmation(view),
      ];
    case 'impossible':
      return [section(lines(notPossible(forecast.changes), backupFirst)), ...everything(view), ...confirmation(view)];
    default:
      return assertNever(forecast);
  }
}

function foreseen({ environment }: LossModalView, warnings: readonly string[]): Mrkdwn {
  const head = md`The database of ${bold(environment.name)} is made what the schema says, without a migration.`;
  if (warnings.length === 0) return md`${head} Prisma foresees no loss.`;
  return md`${head}\n${bold('Lost')}, in Prisma's words:\n${sentences(warnings)}`;
}

const notPossible = (changes: readonly string[]): Mrkdwn =>
  md`With the rows that are there this is not possible:\n${sentences(changes)}\nOnly dropping everything first (${code('--force-reset')}) would do it. ${bold('Everything below is then lost.')}`;

const wayInput = (): InputBlock | null =>
  selectInput({
    id: inputIds.pushWay,
    label: 'How',
    options: [
      option('Change only what differs', pushWays.keep),
      option('Drop everything first (--force-reset)', pushWays.forceReset),
    ],
  });

const everything = ({ report }: LossModalView): readonly (KnownBlock | null)[] => [
  section(md`${bold('If everything is dropped:')} ${tableLines(report)}`),
];

const confirmation = ({ environment }: LossModalView): readonly (KnownBlock | null)[] => [
  lineInput({
    id: inputIds.environmentName,
    label: `Type the name of the environment: ${environment.name}`,
    hint: 'Exactly as it stands here. Nothing begins without it.',
  }),
  context(
    environment.policy.approvals === null
      ? md`It starts at once.`
      : md`The request then needs its approvals, like a deploy.`,
  ),
];
