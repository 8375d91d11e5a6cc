import { elementsOf } from '../slack-emulator/block-kit/interactive.ts';
import type { Message, OpenView } from '../slack-emulator/model.ts';
import type { PickValue } from '../slack-emulator/picks.ts';
import { cast, channels, type Name } from '../stage/cast.ts';
import { demand } from './checks.ts';
import { says } from './evidence/slack.ts';
import type { Paper } from './paper/paper.ts';
import type { Theatre } from './theatre.ts';

/** How long the story waits for one thing; a machine under load may take many times what a quiet one does. */
const patienceMs = 120_000;
/** Slack takes a modal within 3 s of the press only; whoever sees none after this time presses once more. */
const modalWithinMs = 20_000;

/** The theatre, with the gestures that scenes are told in. Whatever people do or see is written down. */
export interface Play extends Theatre {
  readonly paper: Paper;
  /** Types a slash command, by default in #migrations. */
  readonly types: (who: Name, text: string, channel?: string) => Promise<void>;
  /** Presses a button of a card as it stands now; says yes where Slack asks. */
  readonly presses: (who: Name, card: Message, action: string) => Promise<void>;
  /** Waits for the modal that contains every word, shows it when told so, and submits it with these values. */
  readonly submits: (
    who: Name,
    words: readonly string[],
    values?: Readonly<Record<string, PickValue>>,
  ) => Promise<OpenView>;
  /** Waits for a message in the channel that says every word. */
  readonly sees: (words: readonly string[], channel?: string) => Promise<Message>;
  /** Waits until a card says every word. */
  readonly until: (card: Message, ...words: readonly string[]) => Promise<Message>;
  /** Waits for a new message for this person alone that says every word, and shows it. */
  readonly hears: (who: Name, ...words: readonly string[]) => Promise<Message>;
  readonly show: (message: Message, who?: Name) => void;
  /** Checks and writes the sentence down as checked; throws `CheckFailed` where it does not hold. */
  readonly check: (sentence: string, found: unknown, expected?: unknown) => void;
}

/** Hands the theatre to a story. `onCheck` hears of every sentence that held. */
export function openPlay(theatre: Theatre, paper: Paper, onCheck: () => void): Play {
  const { slack } = theatre;
  const wait = <T>(what: string, look: () => T) => slack.waitFor(look, { what, timeoutMs: patienceMs });
  const heard = new Set<string>();
  /** What each person typed or pressed last. */
  const again = new Map<Name, () => Promise<unknown>>();
  return {
    ...theatre,
    paper,
    types: async (who, text, channel = channels.migrations) => {
      paper.typed({ who, channel, line: `/migrate ${text}` }, slack);
      again.set(who, () => slack.person(cast[who]).slash({ channel, text }));
      await again.get(who)?.();
    },
    presses: async (who, card, action) => {
      const present = slack.current(card) ?? card;
      paper.gesture(who, 'presses', `[${labelOf(present, action)}]`);
      again.set(who, () => slack.person(cast[who]).press(present, action));
      await again.get(who)?.();
    },
    submits: async (who, words, values = {}) => {
      const person = slack.person(cast[who]);
      const what = `${who}'s modal with ${words.join(', ')}`;
      await slack
        .waitFor(() => person.modal(), { what, timeoutMs: modalWithinMs })
        .catch(async () => {
          paper.tell(`Nothing opened within Slack's 3 s, as on a machine that is very busy. ${who} tries once more.`);
          await again.get(who)?.();
        });
      const view = await wait(what, () => {
        const modal = person.modal();
        return modal !== undefined && words.every((word) => JSON.stringify(modal.definition).includes(word)) && modal;
      });
      const filled = person.fill(view, values);
      paper.modal(filled, who, slack);
      paper.gesture(who, 'presses', `[${submitLabel(filled)}]`);
      const outcome = await person.submit(view, values);
      demand(`Godwit takes what ${who} submits`, outcome.kind, 'closed');
      return filled;
    },
    sees: (words, channel = channels.migrations) =>
      wait(`a message that says ${words.join(', ')}`, () =>
        slack
          .channel(channel)
          .messages()
          .find((it) => says(it, ...words)),
      ),
    until: (card, ...words) =>
      wait(`the card to say ${words.join(', ')}`, () => {
        const present = slack.current(card);
        return present !== undefined && says(present, ...words) && present;
      }),
    hears: async (who, ...words) => {
      const told = await wait(`${who} to be told ${words.join(', ')}`, () =>
        slack
          .person(cast[who])
          .ephemerals()
          .find((it) => !heard.has(it.ts) && says(it, ...words)),
      );
      heard.add(told.ts);
      paper.message(told, who, slack);
      return told;
    },
    show: (message, who = 'ana') => paper.message(slack.current(message) ?? message, who, slack),
    check: (sentence, found, expected = true) => {
      demand(sentence, found, expected);
      onCheck();
      paper.checked(sentence);
    },
  };
}

function labelOf({ blocks }: Message, action: string): string {
  const placed = elementsOf(blocks).find(({ actionId }) => actionId === action);
  return placed?.element.type === 'button' ? placed.element.text.text : action;
}

const submitLabel = ({ definition }: OpenView): string =>
  (definition.type === 'modal' && definition.submit?.text) || 'Submit';
