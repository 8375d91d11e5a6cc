/** What a prisma command printed and how it ended. A log that holds both streams goes into `stdout`, with an empty `stderr`. */
export interface PrismaOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Both streams as one text without terminal colours, line ends made LF. */
export function plainText({ stdout, stderr }: PrismaOutput): string {
  return `${stdout}\n${stderr}`.replace(terminalColour, '').replaceAll('\r\n', '\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const terminalColour = /\u001b\[[0-9;]*m/g;

/** The lines that follow the first line matching `heading`, up to the next empty one. */
export function linesBelow(text: string, heading: RegExp): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => heading.test(line));
  if (at < 0) return [];
  const rest = lines.slice(at + 1);
  const end = rest.indexOf('');
  return end < 0 ? rest : rest.slice(0, end);
}
