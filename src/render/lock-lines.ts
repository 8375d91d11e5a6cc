import type { LockNode, RunAtWork, SessionSeen } from '../domain/locks.ts';
import type { RunKind } from '../domain/run.ts';
import { bold, code, join, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { idWord, stateWords, waitWords, whoseWords } from './session-words.ts';
import { runCode } from './words.ts';

/** A line begins with a sign that can be seen: Slack takes white space away there. */
const guides = (levels: number): string => '│\u2003'.repeat(Math.max(0, Math.min(levels, 8)));

/** The run that works on the environment; its kind is known of this Godwit's own. */
export type RunInTree = RunAtWork & { readonly kind: RunKind | null };

/** One line of the tree, and what it does below: whoever waits stands below whom they wait for. */
export function nodeLines(node: LockNode, run: RunInTree | null): Mrkdwn {
  const { depth, who, wait, behind, alsoBehind } = node;
  const start = `${guides(depth - 1)}${depth === 0 ? '' : '↳ '}`;
  const facts = [
    wait === null ? md`${who.kind === 'session' ? bold(stateWords(who)) : stateWords(who)}` : waiting(wait),
    whose(who),
    node.ofRun && run !== null ? runWords(run) : null,
    behind > 0 ? bold(behind === 1 ? '1 waits for it' : `${behind} wait for it`) : null,
    alsoBehind.length > 0 && !node.deadlock ? md`also behind ${join(alsoBehind.slice(0, 5).map(name), ', ')}` : null,
    node.deadlock
      ? md`a deadlock with ${join(alsoBehind.slice(0, 5).map(name), ', ')}, which PostgreSQL ends by itself`
      : null,
  ].filter((fact) => fact !== null);
  const kind = who.kind === 'prepared' ? md`prepared transaction ` : nothing;
  return lines(md`${start}${kind}${name(node.id)} ${join(facts, ' · ')}`, doing(node));
}

const name = (id: string): Mrkdwn => code(idWord(id));

function waiting(wait: NonNullable<LockNode['wait']>): Mrkdwn {
  const { words, name: thing } = waitWords(wait);
  return thing === null ? md`${words}` : md`${words} ${code(thing)}`;
}

function whose(who: LockNode['who']): Mrkdwn | null {
  const words = whoseWords(who);
  return words.length === 0
    ? null
    : join(
        words.map((one) => (one.code ? code(one.word) : md`${one.word}`)),
        ' ',
      );
}

/** "run `r7f3k2mq`, a deploy" */
const runWords = ({ id, own, kind }: RunInTree): Mrkdwn =>
  md`${bold('run')} ${runCode(id)}${own ? nothing : md` of another Godwit`}${kind === null ? nothing : `, a ${kind}`}`;

function doing({ depth, who }: LockNode): Mrkdwn | null {
  const start = `${guides(depth)}\u2003`;
  if (who.kind === 'prepared')
    return md`${start}ends by ${code('COMMIT PREPARED')} or ${code('ROLLBACK PREPARED')} alone`;
  if (who.statement === null) return null;
  return md`${start}${who.state === 'active' ? nothing : md`last `}${code(who.statement)}`;
}

/** A session that is idle in a transaction and holds nobody up. */
export const idleLine = (session: SessionSeen): Mrkdwn =>
  lines(
    md`• ${code(String(session.pid))} ${join(
      [md`${stateWords(session)}`, whose(session)].filter((fact) => fact !== null),
      ' · ',
    )}`,
    session.statement === null ? null : md`\u2003\u2003last ${code(session.statement)}`,
  );
