import type { Message, OpenView } from '../../slack-emulator/model.ts';
import type { SlackEmulator } from '../../slack-emulator/slack-emulator.ts';
import { cast, type Name } from '../../stage/cast.ts';
import type { Paper } from '../paper/paper.ts';

/** Longer than anybody keeps a demo up; the largest that a timer takes. */
const everMs = 2 ** 31 - 1;

/** Writes down whatever changes in Slack from now on, until the stand-in is closed. */
export async function watchSlack(slack: SlackEmulator, paper: Paper): Promise<never> {
  const known = new Map(everything(slack).map((message) => [keyOf(message), message]));
  const views = new Map<string, string>();
  for (;;) {
    const news = await slack.waitFor(() => newsOf(slack, known, views), { what: 'news', timeoutMs: everMs });
    for (const message of news.messages) tellMessage({ slack, paper }, known.get(keyOf(message)), message);
    for (const message of news.messages) known.set(keyOf(message), message);
    for (const view of news.views) {
      views.set(view.id, stateOf(view));
      paper.modal(view, nameOf(view.viewer), slack);
    }
  }
}

const keyOf = ({ channel, ts }: Message): string => `${channel}/${ts}`;
const stateOf = ({ hash, picks, errors }: OpenView): string => JSON.stringify([hash, [...picks], errors]);

const everything = (slack: SlackEmulator): readonly Message[] =>
  [...slack.channels.keys()].flatMap((id) => slack.channel(id).everything()).filter(({ deleted }) => !deleted);

function newsOf(slack: SlackEmulator, known: ReadonlyMap<string, Message>, views: ReadonlyMap<string, string>) {
  const messages = everything(slack).filter((message) => known.get(keyOf(message)) !== message);
  const open = Object.values(cast).flatMap((id) => slack.person(id).modal() ?? []);
  const changed = open.filter((view) => views.get(view.id) !== stateOf(view));
  return messages.length + changed.length > 0 && { messages, views: changed };
}

/** A new message is shown whole; of one that was shown before, what is new in it. */
function tellMessage(
  { slack, paper }: { slack: SlackEmulator; paper: Paper },
  before: Message | undefined,
  now: Message,
) {
  const who = nameOf(now.onlyFor ?? slack.channels.get(now.channel)?.members.find(isCast) ?? cast.ana);
  if (before === undefined) paper.message(now, who, slack);
  else paper.update(before, now, who, slack);
}

const isCast = (id: string): boolean => Object.values<string>(cast).includes(id);

const nameOf = (id: string): Name => (Object.keys(cast) as Name[]).find((name) => cast[name] === id) ?? 'ana';
