import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, inject } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { cast, channels, type Name } from '../../playground/stage/cast.ts';
import type { StagedEnvironment } from '../../playground/stage/settings.ts';
import { openStage, type Stage, type StageOptions } from '../../playground/stage/stage.ts';
import { type FreshHostOptions, freshHost } from './hosts.ts';
import { migratedOwnTables } from './own-tables.ts';

/** How long a story waits for something that takes Prisma runs on a busy machine. */
export const patienceMs = 60_000;

/** A stage and the gestures that stories are told in. */
export interface Scene extends AsyncDisposable {
  readonly stage: Stage;
  /** Types `/migrate <text>`, by default in the environment's own channel. */
  readonly type: (
    who: Name,
    text: string,
    channel?: string,
  ) => ReturnType<ReturnType<Stage['slack']['person']>['slash']>;
  /** Presses the button of a card as it stands now. */
  readonly press: (
    who: Name,
    card: Message,
    action: string,
  ) => ReturnType<ReturnType<Stage['slack']['person']>['press']>;
  /** The first message of the channel whose text or blocks contain every word; waits for it. */
  readonly message: (words: readonly string[], channel?: string) => Promise<Message>;
  /** The card of the environment's run, once it contains every word; for environments with one run. */
  readonly cardOf: (environment: string, ...words: readonly string[]) => Promise<Message>;
  /** The same, once the run did not succeed. */
  readonly failedCardOf: (environment: string) => Promise<Message>;
  /** Has ana ask for a deploy and waits until its card asks for approvals. */
  readonly requested: (environment: string) => Promise<Message>;
  /** Waits until the card contains every word. */
  readonly cardSays: (card: Message, ...words: readonly string[]) => Promise<Message>;
  /** What the person was told alone since the beginning, newest last. */
  readonly toldAlone: (who: Name) => readonly string[];
  /** Waits until the person was told something alone that contains every word. */
  readonly hears: (who: Name, ...words: readonly string[]) => Promise<string>;
  /** Opens the modal of a press and submits it with the values. */
  readonly submit: (who: Name, values?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** A scene with the two hosts of the gold factory. */
export interface Theatre extends Scene {
  readonly staging: DemoHost;
  readonly production: DemoHost;
}

export interface TheatreOptions extends Pick<StageOptions, 'mode' | 'roles'> {
  readonly staging?: FreshHostOptions;
  readonly production?: FreshHostOptions;
  /** Rules and places laid over the stage's own, by environment. */
  readonly rules?: Readonly<Record<string, Pick<StagedEnvironment, 'rules' | 'place'>>>;
}

/** Expects every word somewhere in the message, its buttons' ids included. */
export function says(message: Pick<Message, 'text' | 'blocks'>, ...words: readonly string[]): void {
  const all = `${message.text}\n${JSON.stringify(message.blocks)}`;
  for (const word of words) expect(all).toContain(word);
}

/** Builds the hosts and opens the stage; one for a test file, closed with it. */
export async function openTheatre(options: TheatreOptions = {}): Promise<Theatre> {
  const { ssh } = inject('realParts');
  const [staging, production] = await Promise.all([
    freshHost({ name: 'staging', ...options.staging }),
    freshHost({ name: 'production', ...options.production }),
  ]);
  const environments = {
    staging: { host: staging, ssh: ssh.staging, ...options.rules?.staging },
    production: { host: production, ssh: ssh.production, ...options.rules?.production },
  };
  const scene = await openScene(environments, options);
  return { ...scene, staging, production };
}

/** Opens a stage with environments of the caller's own: many small stories share one, each in its environment. */
export async function openScene(
  environments: Readonly<Record<string, StagedEnvironment>>,
  { mode, roles, hostVariables }: Pick<StageOptions, 'mode' | 'roles' | 'hostVariables'> = {},
): Promise<Scene> {
  const stage = await openStage({
    directory: path.join(inject('realParts').directory, `stage-${randomBytes(4).toString('hex')}`),
    ...(await migratedOwnTables()),
    environments: Object.fromEntries(Object.entries(environments).map(withoutNpx)),
    ...(mode === undefined ? {} : { mode }),
    ...(roles === undefined ? {} : { roles }),
    ...(hostVariables === undefined ? {} : { hostVariables }),
  });
  return { stage, ...gestures(stage), [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

/** Prisma by its own path: npx costs a third of a second each time, and the demo goes through it. */
const withoutNpx = ([name, staged]: [string, StagedEnvironment]): [string, StagedEnvironment] => [
  name,
  { ...staged, place: { prisma: './node_modules/.bin/prisma', ...staged.place } },
];

/** Whether every word stands somewhere in the message. */
export const saysAll = (message: Pick<Message, 'text' | 'blocks'>, words: readonly string[]): boolean => {
  const all = `${message.text}\n${JSON.stringify(message.blocks)}`;
  return words.every((word) => all.includes(word));
};

function gestures({ slack }: Stage) {
  const wait = <T>(what: string, look: () => T) => slack.waitFor(look, { what, timeoutMs: patienceMs });
  const toldAlone = (who: Name) =>
    slack
      .person(cast[who])
      .ephemerals()
      .map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks)}`);
  const type = (who: Name, text: string, channel: string = channels.migrations) =>
    slack.person(cast[who]).slash({ channel, text });
  const message = (words: readonly string[], channel: string = channels.migrations) =>
    wait(`a message that says ${words.join(', ')}`, () =>
      slack
        .channel(channel)
        .messages()
        .find((message) => saysAll(message, words)),
    ) as Promise<Message>;
  const cardOf = (environment: string, ...words: readonly string[]) =>
    message([`\`gold-factory/${environment}\` · run`, ...words]);
  return {
    type,
    message,
    cardOf,
    failedCardOf: (environment: string) => cardOf(environment, 'Did not succeed', 'Reason code'),
    requested: async (environment: string) => {
      await type('ana', `deploy ${environment}`);
      return cardOf(environment, 'run.approve');
    },
    press: (who: Name, card: Message, action: string) =>
      slack.person(cast[who]).press(slack.current(card) ?? card, action),
    cardSays: (card: Message, ...words: readonly string[]) =>
      wait(`the card to say ${words.join(', ')}`, () => {
        const present = slack.current(card) ?? card;
        return saysAll(present, words) ? present : undefined;
      }) as Promise<Message>,
    toldAlone,
    hears: (who: Name, ...words: readonly string[]) =>
      wait(`${who} to hear ${words.join(', ')}`, () =>
        toldAlone(who).findLast((told) => words.every((word) => told.includes(word))),
      ) as Promise<string>,
    submit: async (who: Name, values: Readonly<Record<string, unknown>> = {}) => {
      const person = slack.person(cast[who]);
      const view = await wait(`a modal for ${who}`, () => person.modal());
      return person.submit(view as never, values as never);
    },
  };
}
