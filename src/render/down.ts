import type { KnownBlock } from '@slack/types';
import type { DownReport } from '../domain/drift.ts';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import { inquiryActions } from './action-ids.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { actions, button, confirm, context, header, message, type Rendered, section } from './limits.ts';
import { riskLines } from './risk.ts';
import { type SqlTexts, sqlBlock } from './sql.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { count, date, mention, nameList, runCode, sentence } from './words.ts';

export interface DownView {
  readonly environment: Environment;
  readonly inquiry: InquiryId;
  readonly report: DownReport | Trouble;
  readonly sql: SqlTexts;
  readonly askedBy: UserId | null;
  /** Whether the whole SQL follows as a file in the thread. */
  readonly attached: boolean;
}

/** What takes the newest migrations back, and how it gets there. */
export function down(view: DownView): Rendered {
  const { environment, report, askedBy } = view;
  const name = `Roll back with a migration on ${environment.name}`;
  const seen = 'code' in report ? null : report;
  return message(md`${name}: ${'code' in report ? troubleText(report) : md`takes back ${nameList(report.undoes)}.`}`, [
    header(name),
    ...('code' in report ? troubleBlocks(report) : reportBlocks(view, report)),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)} · Prisma ${seen.prismaVersion ?? 'unknown'}`}`,
    ),
  ]);
}

function reportBlocks(view: DownView, report: DownReport): readonly (KnownBlock | null)[] {
  const { undoes, sql, review } = report;
  const takesBack = md`Takes back ${bold(count(undoes.length, 'migration'))}: ${nameList(undoes)}`;
  if (sql === null)
    return [
      section(lines(takesBack, md`Prisma sees nothing that they left in tables, columns, types, indexes or keys.`)),
      limitLines(report),
    ];
  const text = view.sql.get(sql);
  return [
    section(
      lines(
        takesBack,
        riskLines(review),
        md`${bold('Data does not come back')}: what they deleted or changed stays so.`,
      ),
    ),
    section(text === undefined ? md`The text is not at hand any more; ask again.` : sqlBlock(text)),
    section(commitLines(view, report)),
    limitLines(report),
    section(writingLine(report)),
    report.writing.kind === 'none' && report.writable.kind === 'yes' ? actions(writeButton(view, report)) : null,
  ];
}

function commitLines({ attached }: DownView, { migrationsPath, name }: DownReport): Mrkdwn {
  const file = code(`${migrationsPath}/${name}/migration.sql`);
  return md`${bold('Commit it')} as ${file}${attached ? md`; it is whole as ${code(`${name}.sql`)} in the thread` : nothing}. Once it is deployed, the schema file must say the same.`;
}

const limitLines = ({ limits }: DownReport): KnownBlock | null =>
  limits.length === 0 ? null : section(lines(...limits.map((one) => md`• ${sentence(one)}`)));

function writingLine({ writing, writable }: DownReport): Mrkdwn {
  switch (writing.kind) {
    case 'none':
      return writable.kind === 'yes'
        ? md`Or Godwit writes it there and asks for its deploy, with checklist and approvals. If that request comes to nothing, the file is removed again.`
        : md`Godwit does not write it there: ${sentence(writable.why)}`;
    case 'asked':
      return md`◌ Being written, asked for by ${mention(writing.by)} ${date(writing.at)}`;
    case 'written':
      return md`✓ Written for ${mention(writing.by)} ${date(writing.at)}; its deploy is run ${runCode(writing.run)}. Commit it, too.`;
    case 'not-written':
      return md`✗ Not there, asked for by ${mention(writing.by)} ${date(writing.at)}: ${sentence(writing.why)}`;
    default:
      return assertNever(writing);
  }
}

const writeButton = ({ environment, inquiry }: DownView, { name }: DownReport) =>
  button({
    action: inquiryActions.writeMigration,
    value: inquiry,
    text: 'Write it and ask for its deploy',
    confirm: confirm({
      title: `Write it on the host of ${environment.name}?`,
      text: `The file ${name} is written where Prisma reads it. Nothing is deployed before its request has what it needs.`,
      yes: 'Write and ask',
    }),
  });
