import type { Button, KnownBlock } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Finding } from '../domain/inquiry.ts';
import type { LockNode, LocksReport } from '../domain/locks.ts';
import { shownSessions } from '../domain/locks-report.ts';
import type { Run } from '../domain/run.ts';
import { formatDuration } from '../lib/duration.ts';
import { cancelButton } from './card-buttons.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { context, header, message, type Rendered, section } from './limits.ts';
import { sessionButton } from './lock-buttons.ts';
import { idleLine, nodeLines } from './lock-lines.ts';
import { actLines } from './session-acts.ts';
import { idWord } from './session-words.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { count, date, mention } from './words.ts';

export interface LocksView {
  readonly environment: Environment;
  readonly inquiry: InquiryId;
  readonly finding: Extract<Finding, { kind: 'locks' }>;
  /** The run of this Godwit that works there, where one does. */
  readonly atWork: Run | null;
  /** Null where only the asker sees the answer. */
  readonly askedBy: UserId | null;
}

/** Who waits for whom, and what can be done about it. */
export function locks(view: LocksView): Rendered {
  const { environment, finding, askedBy } = view;
  const { report, acts } = finding;
  const name = `Locks on ${environment.name}`;
  const seen = 'code' in report ? null : report;
  return message(md`${name}: ${'code' in report ? troubleText(report) : summary(report)}`, [
    header(name),
    ...('code' in report ? troubleBlocks(report) : reportBlocks(view, report)),
    acts.length === 0 ? null : section(actLines(acts)),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)}`}`,
    ),
  ]);
}

function summary(report: LocksReport): Mrkdwn {
  const { waiting, nodes } = report;
  if (waiting === 0) return md`${bold('Nothing waits.')} ${idleSummary(report)}`;
  const longest = Math.max(0, ...nodes.map(({ wait }) => wait?.ms ?? 0));
  const since = longest > 0 ? md`, the longest for ${formatDuration(longest)}` : nothing;
  return md`${bold(count(waiting, 'session waits', 'sessions wait'))}${since}. ${behindWhom(nodes)}`;
}

function behindWhom(nodes: readonly LockNode[]): Mrkdwn {
  const roots = nodes.filter(({ depth }) => depth === 0);
  const [first, second] = roots;
  if (first === undefined) return md`Whoever they waited for has ended meanwhile; please ask again.`;
  if (second === undefined) return md`At the head stands ${code(idWord(first.id))}.`;
  return md`At the head stand ${count(roots.length, 'session')}; ${code(idWord(first.id))} holds most up.`;
}

function idleSummary({ idle, hidden }: LocksReport): Mrkdwn {
  const seen = hidden > 0 ? ' that Godwit may see' : '';
  if (idle.count === 0) return md`No session${seen} is idle in a transaction.`;
  const oldest = idle.oldestMs === null ? nothing : md`, the oldest for ${formatDuration(idle.oldestMs)}`;
  return md`${count(idle.count, 'session')}${seen} ${idle.count === 1 ? 'is' : 'are'} idle in a transaction${oldest}.`;
}

/** A message holds 50 blocks; whoever wants all looks at the picture. */
const shownLines = 30;
/** Of the longest statements and names no more fit into one section. */
const inSection = 5;

function reportBlocks(view: LocksView, report: LocksReport): readonly (KnownBlock | null)[] {
  const rest = report.more + Math.max(0, report.nodes.length - shownLines);
  return [
    section(summary(report)),
    ...treeBlocks(view, report),
    rest > 0 ? context(md`… ${count(rest, 'more session')}`) : null,
    ...idleBlocks(view, report),
    ...notes(report),
  ];
}

/** Each who may be stopped has a section with its button; the others between them share one. */
function treeBlocks(view: LocksView, report: LocksReport): readonly KnownBlock[] {
  const groups: { lines: Mrkdwn[]; button: Button | null }[] = [];
  for (const { lines: said, button, depth } of treeRows(view, report)) {
    const last = groups.at(-1);
    const joins = button === null && depth > 0 && last?.button === null && last.lines.length < inSection;
    if (joins) last.lines.push(said);
    else groups.push({ lines: [said], button });
  }
  return groups.map(({ lines: said, button }) => section(lines(...said), button));
}

function treeRows({ inquiry, finding, atWork, environment }: LocksView, report: LocksReport) {
  const shown = new Map(shownSessions(report).map((one) => [String(one.session.pid), one]));
  const run = report.run === null ? null : { ...report.run, kind: atWork?.purpose.kind ?? null };
  const ofRun = report.nodes.find((node) => node.ofRun && node.behind > 0);
  return report.nodes.slice(0, shownLines).map((node) => {
    const session = shown.get(node.id);
    const stop = session === undefined || node.behind === 0 ? null : sessionButton(inquiry, session, finding.acts);
    const cancelsRun = node === ofRun && atWork !== null;
    const button = cancelsRun ? cancelButton({ run: atWork, environment }, `Cancel run ${atWork.id}`) : stop;
    return { lines: nodeLines(node, run), button, depth: node.depth };
  });
}

/** Those that hold nobody up; whoever does stands in the tree. */
function idleBlocks({ inquiry, finding }: LocksView, report: LocksReport): readonly (KnownBlock | null)[] {
  const inTree = new Set(report.nodes.map(({ id }) => id));
  const others = shownSessions(report).filter(({ session }) => !inTree.has(String(session.pid)));
  if (others.length === 0) return [];
  return [
    report.waiting === 0 ? null : section(md`${bold('Idle in a transaction, without holding anybody up')}`),
    ...others.map((one) => section(idleLine(one.session), sessionButton(inquiry, one, finding.acts))),
  ];
}

function notes(report: LocksReport): readonly (KnownBlock | null)[] {
  const barred = shownSessions(report).some(
    ({ session, behind }) => !session.mayEnd && session.process === 'client backend' && behind > 0,
  );
  return [
    report.hidden > 0
      ? context(
          md`${count(report.hidden, 'session')} of other users: Godwit's login may not see what they do, nor since when. The role ${code('pg_monitor')} lets it.`,
        )
      : null,
    barred
      ? context(md`Godwit's login may not stop every session shown. The role ${code('pg_signal_backend')} lets it.`)
      : null,
  ];
}
