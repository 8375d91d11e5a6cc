import { z } from 'zod';
import { readContent } from './methods/chat.ts';
import { flag, type MethodAnswer, refuse } from './methods/method.ts';
import type { Message, ResponseUrl } from './model.ts';
import { findMessage, post, remove, rewrite } from './posts.ts';
import { randomToken, type World } from './world.ts';

/** docs.slack.dev/interactivity/handling-user-interaction: five uses within 30 minutes. */
const usesMax = 5;
const lifeMs = 30 * 60_000;

/** Issues a `response_url` for a slash command (no original) or for a press on a message. */
export const issueResponseUrl = (
  world: World,
  issued: { readonly user: string; readonly channel: string; readonly original: ResponseUrl['original'] },
): string => {
  const id = randomToken('');
  world.responseUrls.set(id, { id, issuedAtMs: world.now(), usedAtMs: [], ...issued });
  return `${world.origin()}/${issued.original === null ? 'commands' : 'actions'}/${world.app.teamId}/${id}`;
};

const asked = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: flag.optional(),
  delete_original: flag.optional(),
  thread_ts: z.string().optional(),
});
export type Response = z.infer<typeof asked>;

/** What the app is told: HTTP status and body. */
export interface UrlAnswer {
  readonly status: number;
  readonly body: MethodAnswer;
}

const no = (status: number, error: string): UrlAnswer => ({ status, body: refuse(error) });
const done: UrlAnswer = { status: 200, body: { ok: true } };

const originalOf = (world: World, url: ResponseUrl): Message | undefined =>
  url.original === null ? undefined : findMessage(world, url.original.channel, url.original.ts);

/** Replaces or removes the message that was pressed; undefined where that is not what was asked, or not possible. */
const changeOriginal = (world: World, url: ResponseUrl, wanted: Response): UrlAnswer | undefined => {
  const original = originalOf(world, url);
  if (original === undefined) return undefined;
  if (wanted.delete_original === true) {
    remove(world, original);
    return done;
  }
  if (wanted.replace_original !== true) return undefined;
  const read = readContent(wanted);
  if (read.kind === 'no') return { status: 400, body: read.answer };
  rewrite(world, original, read.content);
  return done;
};

/** Posts what a slash command's acknowledgement or a `response_url` carries: for the asker alone, unless in_channel. */
export const respond = (
  world: World,
  to: { readonly user: string; readonly channel: string },
  wanted: Response,
): UrlAnswer & { readonly message?: Message } => {
  const read = readContent(wanted);
  if (read.kind === 'no') return { status: 400, body: read.answer };
  const message = post(world, {
    ...read.content,
    channel: to.channel,
    author: world.app.botUserId,
    threadTs: wanted.thread_ts ?? null,
    onlyFor: wanted.response_type === 'in_channel' ? null : to.user,
  });
  return { ...done, message };
};

/** Reads the body of a response; null where it is not one. */
export const readResponse = (body: unknown): Response | null => {
  const parsed = asked.safeParse(body);
  return parsed.success ? parsed.data : null;
};

/**
 * Uses a `response_url` once. It needs no membership of the app in the channel. On a slash command's URL
 * `replace_original` and `delete_original` find no original: the content is posted anew.
 */
export const useResponseUrl = (world: World, id: string, body: unknown): UrlAnswer => {
  const url = world.responseUrls.get(id);
  if (url === undefined) return no(404, 'no_such_url');
  if (world.now() - url.issuedAtMs > lifeMs) return no(404, 'expired_url');
  if (url.usedAtMs.length >= usesMax) return no(404, 'used_url');
  world.responseUrls.set(id, { ...url, usedAtMs: [...url.usedAtMs, world.now()] });
  const wanted = readResponse(body);
  if (wanted === null) return no(400, 'invalid_payload');
  return changeOriginal(world, url, wanted) ?? respond(world, url, wanted);
};
