import type { KnownBlock } from '@slack/types';
import type { Plan } from '../domain/run.ts';
import { clamp } from '../lib/clamp.ts';
import { code, md } from './escape.ts';
import { type Blocks, section } from './limits.ts';
import { roomEach, type SqlTexts, shownFiles, sqlBlock } from './sql.ts';
import { count } from './words.ts';

/** The rest of what is cut short. */
export const whereWhole = (attached: boolean): string =>
  attached ? 'the whole files are in the thread of the card' : 'the whole files are in your repository';

/** The files as they are, where nobody said anything about their statements. */
export function plainFiles(pending: Plan['pending'], sql: SqlTexts, attached: boolean): readonly KnownBlock[] {
  const room = roomEach(pending.length);
  const rest = pending.length - shownFiles;
  const blocks: Blocks = [
    ...pending.slice(0, shownFiles).flatMap((file) => fileBlocks(file, sql.get(file.sha256) ?? null, room)),
    rest > 0 ? section(md`… ${count(rest, 'more migration')}: ${whereWhole(attached)}.`) : null,
  ];
  return blocks.filter((block) => block !== null);
}

const fileBlocks = (file: { name: string }, sql: string | null, room: number): readonly KnownBlock[] => [
  section(md`${code(clamp(file.name, 200))}`),
  section(
    sql === null ? md`The text of this file is not at hand; look at it in your repository.` : sqlBlock(sql, room),
  ),
];
