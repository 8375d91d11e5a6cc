import { checkMessageBlocks, checkModal } from '../../playground/slack-emulator/block-kit/surfaces.ts';

/** Why Slack would refuse the message, in its own words; empty when it would take it. */
export function messageProblems({ text, blocks }: { text: string; blocks: readonly unknown[] }): readonly string[] {
  const checked = checkMessageBlocks(blocks);
  return [
    ...(checked.kind === 'refused' ? checked.problems : []),
    ...(text.trim() === '' ? ['no_text'] : []),
    ...(text.length > 4_000 ? ['msg_too_long'] : []),
  ];
}

/** Why Slack would refuse the modal. */
export function modalProblems(view: object): readonly string[] {
  const checked = checkModal(view);
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return [
    ...(checked.kind === 'refused' ? checked.problems : []),
    ...(bytes > 250_000 ? [`view_too_large: ${bytes} bytes`] : []),
  ];
}
