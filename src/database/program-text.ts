import { readFileSync } from 'node:fs';

export type ProgramName = 'bridge' | 'texts' | 'receipt' | 'launch' | 'diff' | 'shadowed';

/**
 * One program for `node -e`, of the files in `programs/`: those it requires are put inside it, since the target has none
 * of them; whole-line comments and indentation are left out, because it travels as an argument.
 */
export function programText(name: ProgramName): string {
  return inline(`${name}.cjs`);
}

function inline(file: string): string {
  const text = readFileSync(new URL(`./programs/${file}`, import.meta.url), 'utf8');
  return lean(text).replace(
    /require\('\.\/([a-z-]+\.cjs)'\)/g,
    (_, other: string) => `(()=>{const module={};\n${inline(other)}\nreturn module.exports})()`,
  );
}

function lean(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(?:\/\/|\/\*\*.*\*\/$)/.test(line)).join('\n');
}
