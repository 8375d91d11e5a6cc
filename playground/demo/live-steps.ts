import type { Message } from '../slack-emulator/model.ts';
import { linesOf, says } from './evidence/slack.ts';
import type { Play } from './play.ts';

/** A step that is under way or over, as the card writes it: "✓ *backup* 12 kB · 1 s". */
const stepLine = /^[▸✓✗] \*(?!Succeeded|Did not)/u;

/**
 * Writes the steps of a card down as they come, with the seconds since the first look, until it says every word.
 * Answers with the names of the steps that were done, in the order in which they appeared.
 */
export async function watchSteps(play: Play, card: Message, ...words: readonly string[]): Promise<readonly string[]> {
  const startedAt = Date.now();
  const done: string[] = [];
  const known = new Set<string>();
  for (let version = (play.slack.current(card) ?? card).edits.length; ; version += 1) {
    const shown = await versionOf(play, card, version);
    for (const line of linesOf(shown).filter((one) => isNews(one, known))) {
      const aside = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
      play.paper.change({ mrkdwn: line.replace(/ · since .*/, ' …'), aside }, 'ana', play.slack);
      if (line.startsWith('✓')) done.push(/\*(.+?)\*/.exec(line)?.[1] ?? line);
    }
    if (says(shown, ...words)) break;
  }
  return done;
}

/** A step's line that was not there before; its times may change without saying anything new. */
function isNews(line: string, known: Set<string>): boolean {
  const [what = line] = line.split(' · ');
  if (!stepLine.test(line) || known.has(what)) return false;
  known.add(what);
  return true;
}

type Shown = Pick<Message, 'text' | 'blocks'>;

/** What the card said in this version, counted from its posting; waits for it. */
const versionOf = (play: Play, card: Message, version: number): Promise<Shown> =>
  play.slack.waitFor(
    () => {
      const present = play.slack.current(card);
      return present !== undefined && (present.edits[version] ?? (present.edits.length === version && present));
    },
    { what: 'the card to go on', timeoutMs: 120_000 },
  );
