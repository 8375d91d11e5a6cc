import type { Result } from './measure.ts';
import type { Spread } from './statistics.ts';

const heads = ['row', 'measure', 'against', 'Godwit', 'other', 'result', 'spread', 'at most', ''] as const;

/** The results as a Markdown table that is also readable in a terminal. */
export function table(results: readonly Result[]): string {
  const rows = [[...heads], ...results.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function cellsOf(result: Result): string[] {
  const { row, measure, against, unit, ours, theirs, judged, atMost, ok } = result;
  const as = judged.as === 'ratio' ? ratio : (figure: number) => `${short(figure)} ${judged.as}`;
  return [
    String(row),
    measure,
    against ?? '–',
    `${short(ours.median)} ${unit}`,
    theirs === null ? '–' : `${short(theirs.median)} ${unit}`,
    as(judged.median),
    spread(judged, as),
    atMost ?? '–',
    atMost === null ? '' : ok ? 'ok' : 'over',
  ];
}

const spread = ({ min, max }: Spread, as: (figure: number) => string) => `${as(min)}–${as(max)}`;

const ratio = (figure: number) => figure.toFixed(2);

/** Three significant digits at least. */
const short = (figure: number): string => (figure < 10 ? figure.toFixed(2) : figure.toFixed(figure < 100 ? 1 : 0));
