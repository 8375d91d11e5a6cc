// The main job as a story, on real parts: npm run demo [-- --keep]
import { CheckFailed } from './checks.ts';
import { type Ending, endOnSignals } from './ending.ts';
import { keepTalking } from './keep/keep-talking.ts';
import { openPaper, type Paper } from './paper/paper.ts';
import { openPlay } from './play.ts';
import { openPlaybill, type Playbill, summaryLines } from './playbill.ts';
import { playStory } from './story.ts';
import { openTheatre, type Theatre } from './theatre.ts';

const usage = `npm run demo            plays the story, checks every step, leaves nothing running
npm run demo -- --keep  leaves it all up afterwards, to be talked to, until Ctrl-C
`;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const unknown = argv.filter((word) => word !== '--keep');
  if (unknown.length > 0) {
    process.stdout.write(usage);
    return argv.includes('--help') ? 0 : 2;
  }
  const ending = endOnSignals(process);
  const paper = openPaper({
    write: (text) => process.stdout.write(text),
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    width: Math.max(72, Math.min(100, process.stdout.columns ?? 100)),
  });
  const exitCode = await perform(paper, argv.includes('--keep') ? ending : null);
  paper.tell('Everything that was started is ended and removed.');
  return exitCode;
}

async function perform(paper: Paper, keep: Ending | null): Promise<number> {
  const startedAt = Date.now();
  introduce(paper);
  await using theatre = await openTheatre();
  paper.tell(`Everything is up after ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
  const playbill = openPlaybill(paper);
  const exitCode = await tellStory(theatre, paper, playbill);
  if (exitCode === 0) conclude(paper, playbill, startedAt);
  if (keep !== null) {
    keep.awaited = exitCode === 0;
    await keepTalking(theatre, paper);
  }
  return exitCode;
}

function introduce(paper: Paper): void {
  paper.title('Godwit: PostgreSQL migrations from Slack to production');
  paper.tell(
    'This plays the main job as a story of about a minute and a half: a status, a deploy with checklist and approvals, a changed file, a restore. ' +
      'Slack is a stand-in; everything else is real and private to this run: PostgreSQL, Redis, two hosts behind sshd, Prisma, and Godwit itself. ' +
      'Each "✓ checked" was compared with databases, files or the calls to Slack; the first that does not hold ends the story with exit code 1.',
  );
  paper.tell('Ana asks. Ben and Cleo approve. Dan looks on.');
}

async function tellStory(theatre: Theatre, paper: Paper, playbill: Playbill): Promise<number> {
  try {
    await playStory(openPlay(theatre, paper, playbill.checked), playbill);
    return 0;
  } catch (error) {
    if (error instanceof CheckFailed) paper.broken(error.sentence, error.message);
    else paper.broken('the story goes on', error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}

function conclude(paper: Paper, playbill: Playbill, startedAt: number): void {
  const played = playbill.played();
  const checks = played.reduce((sum, scene) => sum + scene.checks, 0);
  paper.heading('The end');
  paper.lines(summaryLines(played));
  paper.tell(
    `All ${checks} checks held. It took ${((Date.now() - startedAt) / 1000).toFixed(0)} s, with starting everything.`,
  );
}
