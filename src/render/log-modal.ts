import type { ModalView } from '@slack/types';
import type { Run } from '../domain/run.ts';
import { codeBlock, md } from './escape.ts';
import { context, modal, section } from './limits.ts';
import { runCode } from './words.ts';

const charactersOfSection = 2_800;
const sections = 30;

/** The end of what a run's commands printed, in pieces that Slack takes. */
export function logModal({ id }: Pick<Run, 'id'>, log: string): ModalView {
  const end = log.slice(-charactersOfSection * sections);
  const cut = log.length - end.length;
  return modal({
    title: 'Log of the run',
    close: 'Close',
    blocks: [
      context(
        cut > 0 ? md`Run ${runCode(id)}. The first ${cut} characters are left out here.` : md`Run ${runCode(id)}`,
      ),
      ...(log.trim() === ''
        ? [section(md`Its commands printed nothing.`)]
        : piecesOf(end).map((piece) => section(codeBlock(piece)))),
    ],
  });
}

/** Whole lines as far as they fit. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > charactersOfSection) {
    const end = rest.lastIndexOf('\n', charactersOfSection);
    const at = end > 0 ? end : charactersOfSection;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at).replace(/^\n/, '');
  }
  return rest.trim() === '' ? pieces : [...pieces, rest];
}
