import type { KnownBlock } from '@slack/types';
import type { DetailFile, DetailFinding, DetailStatement, ReviewDetail } from '../domain/review-detail.ts';
import { clamp } from '../lib/clamp.ts';
import { pageValue, runActions } from './action-ids.ts';
import { bold, code, join, lines, md, nothing } from './escape.ts';
import { actions, button, context, section } from './limits.ts';
import { lockWords } from './lock-words.ts';
import { heldWords, verdictWord } from './risk.ts';
import { isLong, sqlBlock } from './sql.ts';
import { count, sentence } from './words.ts';
import { worstFirst } from './worst-first.ts';

/** A modal holds 100 blocks and 250 kB; a character may take three bytes. */
const pageBlocks = 80;
const pageCharacters = 50_000;
/** Characters of SQL in a section of 3,000, which also says what it is. */
const statementRoom = 2_500;
const remedyRoom = 2_000;

type Page = readonly KnownBlock[];

/** Everything that the reviewer said, page by page; at least one. */
export function reviewPages({ files }: ReviewDetail): readonly Page[] {
  const pages: KnownBlock[][] = [[]];
  let room = { blocks: pageBlocks, characters: pageCharacters };
  for (const part of files.flatMap(fileParts)) {
    const characters = JSON.stringify(part).length;
    if (part.length > room.blocks || characters > room.characters) {
      pages.push([]);
      room = { blocks: pageBlocks, characters: pageCharacters };
    }
    pages.at(-1)?.push(...part);
    room = { blocks: room.blocks - part.length, characters: room.characters - characters };
  }
  return pages;
}

/** The file's name with its first statement, then one part for each statement that needs words, and for those between. */
function fileParts(file: DetailFile): readonly Page[] {
  const head = section(
    md`${code(clamp(file.name, 200))} · ${verdictWord(file.verdict)} · ${count(file.statements.length + file.leftOut, 'statement')}`,
  );
  const [first = [], ...parts] = grouped(file.statements).map((some) => statementPart(some));
  const rest = file.leftOut > 0 ? context(md`… ${count(file.leftOut, 'more statement')} of this file`) : null;
  return [[head, ...first], ...parts, ...(rest === null ? [] : [[rest]])];
}

/** Statements that need no words stand together, as long as a section holds them. */
function grouped(statements: readonly DetailStatement[]): readonly (readonly DetailStatement[])[] {
  const groups: DetailStatement[][] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    const together = last?.every(isQuiet) === true && isQuiet(statement);
    if (last !== undefined && together && !isLong(textOf([...last, statement]), statementRoom)) last.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

const isQuiet = ({ findings }: DetailStatement): boolean => findings.every(isNote);
/** Worth knowing, and nothing to decide. */
const isNote = ({ severity, allowance }: DetailFinding): boolean => severity === 'safe' && allowance === null;
const textOf = (statements: readonly DetailStatement[]): string => statements.map(({ sql }) => `${sql};`).join('\n');

function statementPart(statements: readonly DetailStatement[]): Page {
  const [one] = statements;
  if (one === undefined) return [];
  const text = textOf(statements);
  if (statements.every(isQuiet)) return [section(sqlBlock(text, statementRoom)), ...locksOf(statements)];
  const head = md`Line ${one.line} · ${verdictWord(one.verdict)}`;
  return [
    section(lines(head, sqlBlock(text, statementRoom))),
    ...locksOf([one]),
    ...worstFirst(one.findings).map(findingBlock),
  ];
}

function locksOf(statements: readonly DetailStatement[]): Page {
  const said = statements.flatMap(({ locks }) => locks.map(lockWords));
  const different = said.filter((one, at) => said.findIndex(({ mrkdwn }) => mrkdwn === one.mrkdwn) === at);
  const rest = different.length - 6;
  const block =
    different.length === 0
      ? null
      : context(md`Locks ${join(different.slice(0, 6), ' · ')}${rest > 0 ? ` and ${rest} more` : ''}`);
  return block === null ? [] : [block];
}

/** The sentence, how long it holds, and the safe way to copy, where there is something to decide. */
function findingBlock(finding: DetailFinding): KnownBlock {
  const { rule, severity, sentence: said, held, remedy, allowance } = finding;
  const allowed = allowance === null ? null : md`Allowed by a comment in the file: ${sentence(clamp(allowance, 300))}`;
  return section(
    lines(
      md`${verdictWord(severity)} · ${sentence(clamp(said, 500))}${held === null ? nothing : md` Held for ${heldWords(held)}.`} (${rule})`,
      allowed,
      isNote(finding) || remedy.trim() === '' ? null : md`${bold('Safe way')}\n${sqlBlock(remedy, remedyRoom)}`,
    ),
  );
}

/** Whether some statement is not shown whole on any page. */
export const pagesCutShort = ({ files }: ReviewDetail): boolean =>
  files.some(
    ({ leftOut, statements }) => leftOut > 0 || statements.some((one) => isLong(textOf([one]), statementRoom)),
  );

/** "Page 2 of 5", and how to turn it; nothing where there is one page. */
export function turnBlocks(at: {
  about: string;
  receipt: string;
  page: number;
  pages: number;
}): readonly (KnownBlock | null)[] {
  const { about, receipt, page, pages } = at;
  if (pages < 2) return [];
  const to = (action: 'reviewBack' | 'reviewNext', text: string, target: number) =>
    target < 0 || target >= pages
      ? null
      : button({ action: runActions[action], value: pageValue(about, target, receipt), text });
  return [
    context(md`Page ${page + 1} of ${pages}`),
    actions(to('reviewBack', '← Back', page - 1), to('reviewNext', 'Next →', page + 1)),
  ];
}
