import type { ModalView } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import { clamp } from '../lib/clamp.ts';
import { inputIds, viewIds } from './action-ids.ts';
import { bold, lines, md } from './escape.ts';
import { modal, option, section, selectInput } from './limits.ts';
import { channelLink } from './words.ts';

const title = 'Roll back: migration';
/** More at once is a restore's work. */
const choices = 10;

/** Which of the applied migrations are taken back; `applied` with the newest first. */
export function downModal(view: {
  readonly environment: Environment;
  readonly inquiry: InquiryId;
  readonly applied: readonly string[];
}): ModalView {
  const { environment, inquiry, applied } = view;
  const options = applied.slice(0, choices).map((name, at) => option(clamp(label(name, at), 75), String(at + 1)));
  return modal({
    title,
    callback: viewIds.down,
    submit: 'Make the SQL',
    metadata: { environment: environment.id, inquiry },
    blocks: [
      section(
        lines(
          md`Prisma makes the SQL that takes the newest migrations of ${bold(environment.name)} back. This only looks: the SQL and its review come to ${channelLink(environment.channel)}, and nothing is written before somebody says so there.`,
          md`Several are taken back together, the newest first.`,
        ),
      ),
      selectInput({ id: inputIds.newest, label: 'Back to before', options, initial: options[0] ?? null }),
    ],
  });
}

const label = (name: string, at: number): string => (at === 0 ? name : `${name} and ${at} newer`);

/** In place of the modal, once it was asked for. */
export const downAsked = ({ channel }: Pick<Environment, 'channel'>): ModalView =>
  modal({ title, blocks: [section(md`The SQL and its review come to ${channelLink(channel)}.`)] });
