/** So much of a menu stands above its prompt. */
const longestMenu = 12;
const longestShown = 400;

/**
 * What a script asks when it waits after this output: its unfinished line, with the lines right above it where the line
 * alone says nothing, as the `#? ` of a shell's `select`. Empty where the output ends with a line's end.
 */
export function questionIn(output: string): string {
  const lines = output.slice(-8_000).replaceAll('\r', '').split('\n');
  const prompt = (lines.pop() ?? '').trim();
  if (prompt === '' || /\p{L}{3}/u.test(prompt)) return prompt;
  const above = lines.slice(-longestMenu);
  const menu = above.slice(above.findLastIndex((line) => line.trim() === '') + 1);
  return [...menu, prompt].join('\n').slice(-longestShown);
}

/** How a question ends that is not answered because nobody sits there. */
const asking = /([?:>#\])]|y\/n)\s*$/i;

/** The question that a script without a terminal ended with; null where its output ends otherwise. */
export function askedAtTheEnd(output: string): string | null {
  const question = questionIn(output);
  return question !== '' && asking.test(question) ? question : null;
}
