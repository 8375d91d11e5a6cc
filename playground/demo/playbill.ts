import type { Line } from '../slack-emulator/transcript/line.ts';
import { lineColumns, padTo, piece } from '../slack-emulator/transcript/line.ts';
import type { Paper } from './paper/paper.ts';

/** What became of a scene. */
export interface Played {
  readonly title: string;
  readonly checks: number;
  readonly seconds: number;
}

/** Numbers the scenes, writes their headings, and remembers what each one checked and how long it took. */
export interface Playbill {
  readonly scene: <T>(title: string, play: () => Promise<T>) => Promise<T>;
  /** To be called for every sentence that held. */
  readonly checked: () => void;
  readonly played: () => readonly Played[];
}

export function openPlaybill(paper: Paper): Playbill {
  const played: Played[] = [];
  const running = { checks: 0 };
  return {
    scene: async (title, play) => {
      paper.heading(`${played.length + 1} · ${title}`);
      const startedAt = Date.now();
      running.checks = 0;
      const result = await play();
      if (running.checks === 0) throw new Error(`playing "${title}": it checked nothing`);
      played.push({ title, checks: running.checks, seconds: (Date.now() - startedAt) / 1000 });
      return result;
    },
    checked: () => {
      running.checks += 1;
    },
    played: () => played,
  };
}

/** Scene, checks, seconds; the sum below. */
export function summaryLines(played: readonly Played[]): readonly Line[] {
  const sum = { checks: total(played, 'checks'), seconds: total(played, 'seconds') };
  const titles = played.map(({ title }, at) => `${String(at + 1).padStart(2)} · ${title}`);
  const width = Math.max(...titles.map((title) => lineColumns([piece(title)]))) + 2;
  const line = (title: string, row: Pick<Played, 'checks' | 'seconds'>): Line => [
    ...padTo([piece(title)], width),
    piece(`✓ ${String(row.checks).padStart(3)}`, 'primary'),
    piece(`${row.seconds.toFixed(1).padStart(9)} s`, 'dim'),
  ];
  return [
    [...padTo([piece('scene', 'dim')], width), piece('checks    seconds', 'dim')],
    ...played.map((one, at) => line(titles[at] ?? '', one)),
    [piece('─'.repeat(width + 16), 'dim')],
    line('all', sum),
  ];
}

const total = (played: readonly Played[], key: 'checks' | 'seconds'): number =>
  played.reduce((sum, one) => sum + one[key], 0);
