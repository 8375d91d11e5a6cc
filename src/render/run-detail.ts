import type { KnownBlock } from '@slack/types';
import type { AuditEntry } from '../domain/effect.ts';
import type { UserId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import { approvalsBlock, settledLine, voidedBlock } from './approvals.ts';
import { decisionLines } from './decisions.ts';
import { emergencyText } from './emergency.ts';
import { bold, code, lines, link, md } from './escape.ts';
import { stateWords } from './history.ts';
import { actions, context, divider, fields, header, message, type Rendered, section } from './limits.ts';
import { missingLine } from './missing.ts';
import { logButton } from './next-buttons.ts';
import { resultLine } from './result.ts';
import { hasBegun, type RunView } from './run-view.ts';
import { stepLines } from './step-lines.ts';
import { troubleBlocks } from './trouble.ts';
import { whatBlocks } from './what.ts';
import { date, mention, runCode, title } from './words.ts';

/**
 * One run in detail, as an answer: everything that the card said, the facts behind it, and who did what. No button
 * changes anything.
 */
export function runDetail(view: RunView, askedBy: UserId | null, decisions: readonly AuditEntry[] = []): Rendered {
  const { run, environment } = view;
  const decided = decisionLines(decisions);
  const broken = emergencyText(view);
  return message(md`Run ${run.id}: ${title(run, environment)}, ${stateWords(run)}.`, [
    header(title(run, environment)),
    facts(view),
    broken === null ? null : section(broken),
    ...whatBlocks(view),
    divider,
    ...stateBlocks(view),
    hasBegun(run) ? section(stepLines(run.steps)) : null,
    decided === null ? null : section(decided),
    context(askedBy === null ? null : md`Asked by ${mention(askedBy)}`, settledLine(view)),
    hasBegun(run) ? actions(logButton(run)) : null,
  ]);
}

function facts({ run, link: card }: RunView): KnownBlock | null {
  const pair = (label: string, value: ReturnType<typeof md>) => ({ label: bold(label), value });
  return fields([
    pair('Run', card === null ? runCode(run.id) : md`${runCode(run.id)} · ${link(card, 'Open the card')}`),
    pair('Environment', code(run.environment)),
    pair('Asked by', md`${mention(run.requestedBy)} · ${date(run.requestedAt)}`),
    ...(run.plan === null ? [] : [pair('Receipt', code(run.plan.receipt.slice(0, 12)))]),
    ...(run.plan?.prismaVersion == null ? [] : [pair('Prisma', md`${run.plan.prismaVersion}`)]),
    ...(run.backup === null ? [] : [pair('Backup', md`${code(run.backup.path)}`)]),
  ]);
}

function stateBlocks(view: RunView): readonly (KnownBlock | null)[] {
  const { run } = view;
  if (run.state.kind === 'waiting') return [voidedBlock(view), approvalsBlock(view), section(missingLine(view))];
  if (run.state.kind === 'outcome-unknown') return [section(stateWords(run)), ...troubleBlocks(run.state.trouble)];
  return run.state.kind === 'ended' ? endedBlocks(run, run.state) : [section(stateWords(run))];
}

const endedBlocks = (run: Run, state: Extract<Run['state'], { kind: 'ended' }>): readonly (KnownBlock | null)[] => [
  section(lines(resultLine(run, state))),
  ...(state.ending.kind === 'failed' ? troubleBlocks(state.ending.trouble) : []),
];
