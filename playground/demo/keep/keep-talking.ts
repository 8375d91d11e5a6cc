import { createInterface } from 'node:readline';
import { type Line, piece } from '../../slack-emulator/transcript/line.ts';
import type { Paper } from '../paper/paper.ts';
import type { Theatre } from '../theatre.ts';
import { addressLines } from './addresses.ts';
import { grant } from './grant.ts';
import { readLine } from './read-line.ts';
import { watchSlack } from './watch-slack.ts';

const words: readonly (readonly [string, string])[] = [
  ['ana /migrate status production', 'types a command in #migrations'],
  ['ana in team /migrate status', 'in another channel: team, general'],
  ['ben press Approve', 'presses a button: in the open modal, else the newest that ben sees'],
  ['ana choose after-the-sale', 'chooses in the open modal, by words of the choice'],
  ['ana submit', 'submits the open modal; further words go into its text field'],
  ['ana close', 'closes it'],
  ['help', 'shows this again'],
  ['quit', 'ends and removes everything, as Ctrl-C does'],
];

/** Leaves everything up: reads lines, lets people do what they say, and writes down what happens in Slack. Until `quit`. */
export async function keepTalking(theatre: Theatre, paper: Paper): Promise<void> {
  paper.heading('It stays up');
  paper.tell(
    'Type what somebody does: ana, ben, cleo, dan, eve (a guest), finn. What changes in Slack is written below.',
  );
  paper.lines(helpLines());
  paper.lines(await addressLines(theatre));
  void watchSlack(theatre.slack, paper).catch(() => undefined); // ends when the stand-in is closed
  await readLines(theatre, paper);
}

const helpLines = (): readonly Line[] =>
  words.map(([line, does]) => [piece(line.padEnd(34), 'bold'), piece(does, 'dim')]);

/** Resolves at `quit`. When its input ends, it goes on until a signal. */
function readLines(theatre: Theatre, paper: Paper): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT')); // a terminal in raw mode sends no signal
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const wish = readLine(line);
      if (wish.kind === 'quit') {
        lines.close();
        process.stdin.destroy(); // whoever types through a pipe may leave it open, and that would hold this process
        resolve();
      } else void obey(theatre, paper, wish);
    });
  });
}

async function obey({ slack }: Theatre, paper: Paper, wish: Exclude<ReturnType<typeof readLine>, { kind: 'quit' }>) {
  if (wish.kind === 'nothing') return;
  if (wish.kind === 'help') return paper.lines(helpLines());
  if (wish.kind === 'unclear') return paper.tell(wish.why);
  try {
    const trouble = await grant(slack, wish);
    if (trouble !== null) paper.tell(trouble);
  } catch (error) {
    paper.tell(error instanceof Error ? error.message : String(error));
  }
}
