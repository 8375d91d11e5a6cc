import { setTimeout as pause } from 'node:timers/promises';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Message } from '../../../playground/slack-emulator/model.ts';
import type { Stage } from '../../../playground/stage/stage.ts';
import { commandMix, type Typed } from './command-mix.ts';
import { gather } from './crowd.ts';
import type { CommandStorm } from './judge.ts';
import { observe, type Sent } from './observe.ts';
import { peaksOf, watchSessions } from './watch.ts';

/** How many commands, about what. */
export interface CommandStormOptions {
  readonly count: number;
  readonly people: number;
  readonly environments: readonly string[];
  /** Names of the databases behind the environments. */
  readonly targets: readonly string[];
  /** How many addresses the hosts have. */
  readonly addresses: number;
  readonly patienceMs: number;
}

const ownSessionsEach = 12;
const sshSessionsAnAddress = 32;

/** Everybody types at once; then it is waited until nothing is left to do. */
export async function stormCommands(stage: Stage, options: CommandStormOptions): Promise<CommandStorm> {
  const { count, people, environments, targets, addresses } = options;
  const crowd = gather(stage.slack, { people, channels: 10 });
  const role = new URL(stage.variables.DATABASE_URL ?? '').username;
  await using sessions = await watchSessions(stage.databaseUrl, { role, targets });
  const sent = await Promise.all(commandMix(count, { ...crowd, environments }).map((typed) => type(stage, typed)));
  await untilNothingIsLeft(stage, options.patienceMs);
  const standing = await answersStanding(stage);
  const most = sessions.most();
  return {
    name: `${count} commands by ${people} people over ${environments.length} environments`,
    commands: observe(stage.slack, sent, standing),
    peaks: peaksOf(stage.godwits),
    ownSessions: {
      most: most.own,
      atMost: ownSessionsEach * stage.godwits.length,
      by: `each process has a pool of 10, 1 that orders drawings, 1 that listens`,
    },
    targetSessions: {
      most: most.targets,
      atMost: sshSessionsAnAddress * addresses,
      by: `${sshSessionsAnAddress} SSH sessions an address`,
    },
  };
}

interface SentCommand extends Sent {
  readonly text: string;
}

async function type(stage: Stage, { by, channel, text }: Typed): Promise<SentCommand> {
  const sentAtMs = Date.now();
  const { triggerId } = await stage.slack.person(by).slash({ channel, text });
  return { by, what: text, text, trigger: triggerId, sentAtMs };
}

/** Only rows tell that nothing more will come, and nobody is told of a row that goes. */
async function untilNothingIsLeft({ databaseUrl }: Stage, patienceMs: number): Promise<void> {
  for (const late = Date.now() + patienceMs; Date.now() < late; await pause(250)) {
    const [left] = await execute<{ rows: number }>(databaseUrl, 'SELECT count(*)::int AS rows FROM outbox');
    if (left?.rows === 0) return;
  }
}

/** The messages that answer a command: of a question by its address, of a request by who asked for what. */
async function answersStanding({ slack, databaseUrl }: Stage): Promise<(one: Sent, url: string) => readonly number[]> {
  const questions = await execute<{ id: string; url: string | null }>(
    databaseUrl,
    `SELECT id, document #>> '{answer,url}' AS url FROM inquiry WHERE document #>> '{answer,kind}' = 'in-channel'`,
  );
  const requests = await execute<{ id: string; what: string }>(
    databaseUrl,
    `SELECT id, requested_by || ' deploy ' || split_part(environment, '/', 2) AS what FROM run`,
  );
  const messages = messagesByKey([...slack.channels.keys()].flatMap((id) => slack.channel(id).messages()));
  const keyByUrl = new Map(questions.map(({ id, url }) => [url, `answer/${id}`]));
  const keyByRequest = new Map(requests.map(({ id, what }) => [what, `run-card/${id}`]));
  return ({ by, what }, url) => {
    const keys = [keyByUrl.get(url), keyByRequest.get(`${by} ${what}`)];
    return keys.flatMap((key) => messages.get(key ?? '') ?? []).flatMap(completedAtMs);
  };
}

function messagesByKey(messages: readonly Message[]): ReadonlyMap<string, readonly Message[]> {
  const byKey = new Map<string, Message[]>();
  for (const message of messages) {
    const key = String(message.metadata?.event_payload.key);
    byKey.set(key, [...(byKey.get(key) ?? []), message]);
  }
  return byKey;
}

/** The card of a request stands as soon as it is posted; an answer of two strokes counts with the second. */
function completedAtMs({ ts, text, edits, metadata }: Message): readonly number[] {
  if (text.startsWith('◌')) return [];
  const isCard = String(metadata?.event_payload.key).startsWith('run-card/');
  return [isCard ? Number(ts) * 1_000 : (edits.at(-1)?.atMs ?? Number(ts) * 1_000)];
}
