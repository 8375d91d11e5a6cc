import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A text file of this project. */
export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const skipped = new Set(['node_modules', 'dist', 'generated', '.git']);

/** The files below `folders` whose names match `kind`; what is built or generated is left out, as are hidden folders. */
export function sourceFiles(folders: readonly string[], kind: RegExp): readonly SourceFile[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => filesIn(folder))
    .filter((path) => kind.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
