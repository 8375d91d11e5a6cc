import { z } from 'zod';
import type { SharedFile } from '../model.ts';
import { post } from '../posts.ts';
import type { World } from '../world.ts';
import { lookUpWritable } from './lookups.ts';
import { accept, type Method, method, refuse, whole } from './method.ts';

const getUploadUrl = method(z.object({ filename: z.string(), length: whole }), (world, args) => {
  if (args.length <= 0) return refuse('invalid_arguments', ['[ERROR] length must be more than 0']);
  const id = world.nextId('F');
  world.uploads.set(id, { id, name: args.filename, length: args.length, content: null });
  return accept({ upload_url: `${world.origin()}/upload/v1/${id}`, file_id: id });
});

const complete = method(
  z.object({
    files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
    channel_id: z.string().optional(),
    channels: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
  }),
  (world, args) => {
    const files = args.files.map((wanted) => finished(world, wanted));
    const ready = files.filter((file) => file !== undefined);
    if (ready.length < files.length) return refuse('file_not_found');
    const channelIds = [args.channel_id, ...(args.channels ?? '').split(',')].filter(
      (it) => it !== undefined && it !== '',
    );
    for (const id of channelIds) {
      const channel = lookUpWritable(world, id ?? '');
      if (channel.kind === 'absent') return channel.answer;
      post(world, {
        channel: channel.value.id,
        author: world.app.botUserId,
        threadTs: args.thread_ts ?? null,
        text: args.initial_comment ?? '',
        blocks: [],
        files: ready,
      });
    }
    for (const file of ready) world.files.set(file.id, file);
    return accept({ files: ready.map((file) => ({ id: file.id, title: file.title })) });
  },
);

const finished = (world: World, wanted: { id: string; title?: string | undefined }): SharedFile | undefined => {
  const upload = world.uploads.get(wanted.id);
  return upload?.content == null
    ? undefined
    : { id: upload.id, name: upload.name, title: wanted.title ?? upload.name, content: upload.content };
};

/** Takes the bytes of a file that was announced; false where nobody announced it. */
export const receiveUpload = (world: World, id: string, content: Buffer): boolean => {
  const upload = world.uploads.get(id);
  if (upload === undefined || upload.length !== content.length) return false;
  world.uploads.set(id, { ...upload, content });
  return true;
};

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
};
