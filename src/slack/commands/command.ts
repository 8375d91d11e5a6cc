import type { EnvironmentId } from '../../domain/ids.ts';
import type { Question } from '../../domain/inquiry.ts';
import { ask, readRefusal } from '../../usecases/ask.ts';
import { learnPerson } from '../../usecases/learn-people.ts';
import { type Exchange, refuse } from '../exchange.ts';
import type { Command } from '../parse/command.ts';
import { findEnvironment } from '../parse/find-environment.ts';

/** The shape of the command of that name. */
type CommandOf<Name> = Command extends infer One
  ? One extends { readonly name: unknown }
    ? Name extends One['name']
      ? One
      : never
    : never
  : never;

/** A command as it was typed, with the ways to answer it. */
export interface Asked<Name extends Command['name'] = Command['name']> extends Exchange {
  readonly command: CommandOf<Name>;
  readonly privately: boolean;
}

export type Handler<Name extends Command['name']> = (asked: Asked<Name>) => Promise<void>;

/** The environment that was meant; null after the person was told why none was. */
export async function environmentMeant(exchange: Exchange, typed: string): Promise<EnvironmentId | null> {
  const known = exchange.deps.configuration.environments.map(({ id }) => id);
  const found = findEnvironment(typed, known);
  if (found.kind === 'found') return found.environment;
  await refuse(exchange, found.refusal);
  return null;
}

/** Whether the person may read what is known of the environments; says why not. Slack is asked who an unknown person is. */
export async function mayRead(exchange: Exchange, environments: readonly EnvironmentId[]): Promise<boolean> {
  const { deps, by } = exchange;
  await learnPerson(deps, by);
  const refusal = await readRefusal(deps, environments, by);
  if (refusal !== null) await refuse(exchange, refusal);
  return refusal === null;
}

/** Writes the question down; its answer comes where it was asked. */
export async function askAbout(
  asked: Exchange & { readonly privately: boolean },
  question: Question,
  complete = false,
): Promise<void> {
  const { deps, by, channel, responseUrl, trigger, privately } = asked;
  const answer = { kind: privately ? ('privately' as const) : ('in-channel' as const), url: responseUrl };
  await ask(deps, { question, by, channel, answer, delivery: trigger, complete });
}
