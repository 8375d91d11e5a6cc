import type { LockNode, LocksReport } from '../domain/locks.ts';
import { clamp } from '../lib/clamp.ts';
import { showHidden } from './escape.ts';
import { idWord, statementWords, stateWords, waitWords, whoseWords } from './session-words.ts';
import { count, utc } from './words.ts';

/** Sizes in pixels of a picture that is readable on a telephone held sideways. */
const size = { width: 1_200, margin: 24, step: 44, box: 68, gap: 14, title: 64, deepest: 10 } as const;
const shownNodes = 40;

interface Row {
  readonly node: LockNode;
  readonly x: number;
  readonly y: number;
}

/** The tree as an SVG: one box a session, joined to the one it waits for; who waits is dashed and says so. */
export function lockPicture(environment: string, report: LocksReport): string {
  const nodes = report.nodes.slice(0, shownNodes);
  const rest = report.nodes.length - nodes.length + report.more;
  const rows = nodes.map((node, index): Row => {
    const x = size.margin + Math.min(node.depth, size.deepest) * size.step;
    return { node, x, y: size.title + size.margin + index * (size.box + size.gap) };
  });
  const bottom = size.title + size.margin + nodes.length * (size.box + size.gap);
  const height = bottom + (rest > 0 ? 40 : size.margin);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" font-family="DejaVu Sans, Liberation Sans, Arial, sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text({ x: size.margin, y: 36, size: 24, bold: true }, `Locks on ${environment}`),
    text(
      { x: size.margin, y: 62, size: 15 },
      `${count(report.waiting, 'session waits', 'sessions wait')} · ${utc(report.lookedAt)}`,
    ),
    ...rows.map((row, index) => joint(row, parentOf(rows, index))),
    ...rows.map((row) => box(row, report)),
    rest > 0 ? text({ x: size.margin, y: bottom + 16, size: 15 }, `… ${count(rest, 'more session')}`) : '',
    '</svg>',
  ].join('\n');
}

const parentOf = (rows: readonly Row[], index: number): Row | null =>
  rows.slice(0, index).findLast(({ node }) => node.depth === (rows[index]?.node.depth ?? 0) - 1) ?? null;

function joint({ x, y }: Row, parent: Row | null): string {
  if (parent === null) return '';
  const left = parent.x + size.step / 2;
  const middle = y + size.box / 2;
  return `<path d="M ${left} ${parent.y + size.box} V ${middle} H ${x}" fill="none" stroke="#444444" stroke-width="2"/>`;
}

function box({ node, x, y }: Row, report: LocksReport): string {
  const waits = node.wait !== null;
  const width = size.width - size.margin - x;
  const letters = Math.floor((width - 24) / 9.6);
  const stroke = waits ? 'stroke-dasharray="7 5" stroke-width="2"' : 'stroke-width="3"';
  const fill = waits ? '#f4f4f4' : '#fff1d6';
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${size.box}" rx="8" fill="${fill}" stroke="#222222" ${stroke}/>`,
    text({ x: x + 12, y: y + 27, size: 16, bold: true }, clamp(headOf(node, report), letters)),
    text({ x: x + 12, y: y + 52, size: 14, mono: true }, clamp(statementWords(node.who) ?? '', letters)),
  ].join('\n');
}

function headOf({ id, who, wait, behind, ofRun, deadlock }: LockNode, { run }: LocksReport): string {
  const state = wait === null ? `HOLDS: ${stateWords(who)}` : waiting(wait);
  const whose = whoseWords(who)
    .map(({ word }) => word)
    .join(' ');
  const facts = [
    `${idWord(id)} ${state}`,
    whose,
    ofRun && run !== null ? `run ${run.id}` : '',
    deadlock ? 'deadlock' : '',
    behind > 0 ? `${behind} behind` : '',
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

function waiting(wait: NonNullable<LockNode['wait']>): string {
  const { words, name } = waitWords(wait);
  return `${words.replace(/^waits/, 'WAITS')}${name === null ? '' : ` ${name}`}`;
}

const text = (at: { x: number; y: number; size: number; bold?: boolean; mono?: boolean }, words: string): string =>
  `<text x="${at.x}" y="${at.y}" font-size="${at.size}" fill="#111111"${at.bold ? ' font-weight="bold"' : ''}${at.mono ? ' font-family="DejaVu Sans Mono, Liberation Mono, monospace"' : ''}>${escapedXml(words)}</text>`;

const escapedXml = (words: string): string =>
  showHidden(words)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\n\t]/g, ' ');
