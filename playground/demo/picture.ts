// docs/card.png, made anew from a real run of the stage: node --import tsx playground/demo/picture.ts
import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { messagePage } from '../slack-emulator/page.ts';
import { readerFor } from '../slack-emulator/transcript.ts';
import { cast } from '../stage/cast.ts';
import { openPaper } from './paper/paper.ts';
import { openPlay } from './play.ts';
import { openTheatre } from './theatre.ts';

const run = promisify(execFile);
const picture = fileURLToPath(new URL('../../docs/card.png', import.meta.url));
const size = { width: 770, height: 665 };

await using theatre = await openTheatre();
const silent = openPaper({ write: () => undefined, colour: false, width: 100 });
const play = openPlay(theatre, silent, () => undefined);

await play.types('ana', 'deploy staging');
await play.until(await play.sees(['Deploy 2 migrations to staging']), '*Succeeded*');
await play.types('ana', 'deploy production');
const card = await play.until(await play.sees(['Deploy 2 migrations to production']), 'succeeded on staging');
await play.presses('ben', card, 'run.review');
await play.submits('ben', ['CREATE TABLE']);
await play.presses('ben', card, 'run.approve');
const shown = await play.until(card, '*Approvals* 1 of 2');

const page = path.join(theatre.network.directory, 'card.html');
const reader = readerFor(theatre.slack, cast.cleo);
await writeFile(page, messagePage([{ ...shown, edits: [] }], reader));
await mkdir(path.dirname(picture), { recursive: true });
await run('chromium', [
  '--headless',
  '--no-sandbox',
  '--hide-scrollbars',
  `--user-data-dir=${path.join(theatre.network.directory, 'chromium')}`,
  `--window-size=${size.width},${size.height}`,
  `--screenshot=${picture}`,
  `file://${page}`,
]);
process.stdout.write(`docs/card.png: ${Math.ceil((await stat(picture)).size / 1000)} kB\n`);
