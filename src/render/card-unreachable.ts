import type { Run } from '../domain/run.ts';
import { code, md } from './escape.ts';
import { message, type Rendered, section } from './limits.ts';
import { channelLink, runCode } from './words.ts';

/** To the requester directly, where the environment's channel does not take the card. */
export function cardUnreachable({ id, channel }: Run, error: string): Rendered {
  const text = md`Your request ${runCode(id)} has no card: Slack does not let Godwit post to ${channelLink(channel)} (${code(error)}). Invite it there with ${code('/invite @Godwit')}, cancel this request with ${code(`/migrate cancel ${id}`)}, and ask again.`;
  return message(text, [section(text)]);
}
