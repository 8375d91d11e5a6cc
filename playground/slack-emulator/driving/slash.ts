import type { Ack } from '../delivery/envelope.ts';
import type { Message, Notice } from '../model.ts';
import { slashPayload } from '../payloads.ts';
import { issueResponseUrl, readResponse, respond } from '../response-urls.ts';
import { issueTrigger } from '../triggers.ts';
import type { World } from '../world.ts';
import { addNotice, joinedChannel, noticeOf, type Parts } from './parts.ts';

/** A slash command as typed. */
export interface TypedCommand {
  readonly channel: string;
  readonly text?: string;
  /** With its slash; default `/migrate`. */
  readonly command?: string;
}

export interface SlashOutcome {
  readonly ack: Ack;
  /** What the acknowledgement itself said, posted as Slack does; null when it was empty. */
  readonly answer: Message | null;
  /** What Slack told the person because the app did not do its part. */
  readonly notice: Notice | null;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** As `should_escape` does: `@ana` becomes `<@U01|ana>`, `#releases` becomes `<#C01|releases>`. */
const escapeSlashText = (world: World, text: string): string =>
  text.replace(/(^|\s)([@#])([\w.-]+)/g, (whole, before: string, mark: string, name: string) => {
    const all = mark === '@' ? world.people : world.channels;
    const known = [...all.values()].find((it) => it.name === name);
    return known === undefined ? whole : `${before}<${mark}${known.id}|${name}>`;
  });

/** Over a socket an acknowledgement without words carries an empty object. */
const isEmpty = (body: unknown): boolean =>
  body === null || body === '' || (typeof body === 'object' && Object.keys(body).length === 0);

const showAnswer = (
  parts: Parts,
  { command, channel, body }: { command: string; channel: string; body: unknown },
): Message | Notice | null => {
  if (isEmpty(body)) return null;
  const wanted = readResponse(typeof body === 'string' ? { text: body } : body);
  const said = wanted === null ? undefined : respond(parts.world, { user: parts.person.id, channel }, wanted).message;
  return (
    said ??
    addNotice(parts, channel, {
      reason: 'invalid_command_response',
      words: `${command} failed with the error "invalid_command_response"`,
    })
  );
};

/** Types a slash command and waits for the acknowledgement. */
export const slash = async (parts: Parts, typed: TypedCommand): Promise<SlashOutcome> => {
  const { world, courier, person } = parts;
  const { command = '/migrate', text = '' } = typed;
  const channel = joinedChannel(parts, typed.channel);
  const trigger = issueTrigger(world, person.id);
  const responseUrl = issueResponseUrl(world, { user: person.id, channel: channel.id, original: null });
  const words = world.rules.escapeSlashText ? escapeSlashText(world, text) : text;
  const payload = slashPayload(world, { person, channel, command, text: words, trigger, responseUrl });
  const ack = await courier.deliver('slash_commands', payload);
  const shown =
    ack.kind === 'acknowledged' ? showAnswer(parts, { command, channel: channel.id, body: ack.body }) : null;
  return {
    ack,
    answer: shown !== null && 'ts' in shown ? shown : null,
    notice:
      noticeOf(parts, { what: command, channel: channel.id, ack }) ??
      (shown !== null && 'words' in shown ? shown : null),
    triggerId: trigger.id,
    responseUrl,
  };
};
