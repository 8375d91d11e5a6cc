import { readFileSync } from 'node:fs';

/** The drawing and the words above the types of a run: the one place where its states are described. */
export function statesOfARun(): string {
  const path = 'src/domain/run.ts';
  const [, comment] = /^\/\*\*\n([\s\S]*?)\n \*\/\n/.exec(readFileSync(path, 'utf8')) ?? [];
  if (comment === undefined) throw new Error(`reading the states of a run: ${path} does not begin with a comment`);
  const lines = comment.split('\n').map((line) => line.replace(/^ \*( |$)/, ''));
  const [sentence, , ...drawing] = lines;
  return [sentence, '', '```', ...drawing, '```'].join('\n');
}
