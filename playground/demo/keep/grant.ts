import { elementsOf, type Placed } from '../../slack-emulator/block-kit/interactive.ts';
import { optionsOf } from '../../slack-emulator/block-kit/rules.ts';
import type { ViewValues } from '../../slack-emulator/driving/fields.ts';
import type { Message, OpenView } from '../../slack-emulator/model.ts';
import type { SlackEmulator } from '../../slack-emulator/slack-emulator.ts';
import { cast, type Name } from '../../stage/cast.ts';
import type { Wish } from './read-line.ts';

type Deed = Exclude<Wish, { kind: 'help' | 'quit' | 'nothing' | 'unclear' }>;

/** Lets the person do it. Answers with a sentence where it cannot be done, else with null: what happens is seen in Slack. */
export async function grant(slack: SlackEmulator, wish: Deed): Promise<string | null> {
  const person = slack.person(cast[wish.who]);
  if (wish.kind === 'type') {
    await person.slash({ channel: wish.channel, text: wish.text });
    return null;
  }
  if (wish.kind === 'press') return press(slack, wish.who, wish.label);
  const modal = person.modal();
  if (modal === undefined) return `${wish.who} has no modal open.`;
  if (wish.kind === 'close') await person.closeView(modal);
  if (wish.kind === 'choose') return choose(slack, { who: wish.who, modal, words: wish.words });
  return wish.kind === 'submit' ? submit(slack, { who: wish.who, modal, text: wish.text }) : null;
}

/** In the open modal, which covers the rest, else on the newest message before this person's eyes that has such a button. */
async function press(slack: SlackEmulator, who: Name, label: string): Promise<string | null> {
  const person = slack.person(cast[who]);
  const modal = person.modal();
  const inModal = elementsOf(modal?.definition.blocks ?? []).find((placed) => isCalled(placed, label));
  if (modal !== undefined && inModal !== undefined) {
    await person.pickInModal(modal, inModal.actionId, { blockId: inModal.blockId });
    return null;
  }
  const seen = [...slack.channels.values()]
    .filter(({ members }) => members.includes(person.id))
    .flatMap(({ id }) => person.sees(id));
  for (const message of seen.toSorted(newestFirst)) {
    const button = elementsOf(message.blocks).find((placed) => isCalled(placed, label));
    if (button === undefined) continue;
    await person.press(message, button.actionId, { blockId: button.blockId });
    return null;
  }
  return `${who} sees no button called ${label}.`;
}

const newestFirst = (a: Message, b: Message): number => Number(b.ts) - Number(a.ts);

const isCalled = ({ element }: Placed, label: string): boolean =>
  element.type === 'button' && plain(element.text.text) === plain(label);

const plain = (text: string): string => text.toLowerCase().replace(/[….]+$/, '');

function choose(slack: SlackEmulator, at: { who: Name; modal: OpenView; words: string }): string | null {
  for (const { actionId, element } of elementsOf(at.modal.definition.blocks)) {
    const found = optionsOf(element).find((option) => option.text.text.toLowerCase().includes(at.words.toLowerCase()));
    if (found?.value === undefined) continue;
    slack.person(cast[at.who]).fill(at.modal, { [actionId]: found.value });
    return null;
  }
  return `No choice of this modal contains "${at.words}".`;
}

async function submit(
  slack: SlackEmulator,
  { who, modal, text }: { who: Name; modal: OpenView; text: string | null },
): Promise<string | null> {
  const field = elementsOf(modal.definition.blocks).find(({ element }) => element.type === 'plain_text_input');
  const values: ViewValues = text === null || field === undefined ? {} : { [field.actionId]: text };
  const outcome = await slack.person(cast[who]).submit(modal, values);
  if (outcome.kind !== 'incomplete' && outcome.kind !== 'errors') return null;
  return Object.values(outcome.errors).join(' ');
}
